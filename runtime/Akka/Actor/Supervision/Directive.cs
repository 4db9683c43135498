namespace Akka.Actor;

/// <summary>What a supervisor does about a child that failed.</summary>
public enum Directive
{
    /// <summary>Goes on with the next message; the state is kept.</summary>
    Resume,

    /// <summary>Goes on with a new instance.</summary>
    Restart,

    /// <summary>Fails as well, so that the supervisor above decides.</summary>
    Escalate,

    /// <summary>Ends the child.</summary>
    Stop,
}

/// <summary>Maps a failure to a directive.</summary>
public interface IDecider
{
    /// <summary>Decides.</summary>
    Directive Decide(Exception cause);
}
