namespace Akka.TestKit;

/// <summary>How the kit tells the test framework that a test has failed.</summary>
public interface ITestKitAssertions
{
    /// <summary>Fails the test.</summary>
    void Fail(string format = "", params object[] args);

    /// <summary>Fails the test unless the condition holds.</summary>
    void AssertTrue(bool condition, string format = "", params object[] args);

    /// <summary>Fails the test unless two values are equal; collections are equal by their elements.</summary>
    void AssertEqual<T>(T expected, T actual, string format = "", params object[] args);
}
