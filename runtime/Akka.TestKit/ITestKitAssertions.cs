namespace Akka.TestKit;

/// <summary>How the kit tells the test framework that a test has failed.</summary>
public interface ITestKitAssertions
{
    /// <summary>Fails the test.</summary>
    /// <param name="format">The message, or its format.</param>
    /// <param name="args">What the format refers to.</param>
    void Fail(string format = "", params object[] args);

    /// <summary>Fails the test unless the condition holds.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="format">The message, or its format.</param>
    /// <param name="args">What the format refers to.</param>
    void AssertTrue(bool condition, string format = "", params object[] args);

    /// <summary>Fails the test unless two values are equal; collections are equal by their elements.</summary>
    /// <typeparam name="T">Their type.</typeparam>
    /// <param name="expected">What should be.</param>
    /// <param name="actual">What is.</param>
    /// <param name="format">The message, or its format.</param>
    /// <param name="args">What the format refers to.</param>
    void AssertEqual<T>(T expected, T actual, string format = "", params object[] args);
}
