namespace Akka.TestKit;

/// <summary>Marks a test class whose tells have no sender unless they name one.</summary>
public interface INoImplicitSender;
