using Xunit;

namespace Akka.TestKit.Xunit2;

/// <summary>Fails tests by the exceptions of xunit 2.</summary>
public class XunitAssertions : ITestKitAssertions
{
    /// <inheritdoc/>
    public void Fail(string format = "", params object[] args) => Assert.Fail(Text(format, args));

    /// <inheritdoc/>
    public void AssertTrue(bool condition, string format = "", params object[] args) => Assert.True(condition, Text(format, args));

    /// <inheritdoc/>
    public void AssertEqual<T>(T expected, T actual, string format = "", params object[] args) => Assert.Equal(expected, actual);

    private static string Text(string format, object[] args) => args.Length == 0 ? format : string.Format(null, format, args);
}
