using Xunit;

namespace Akka.TestKit.Xunit2;

/// <summary>Fails tests by the exceptions of xunit 2.</summary>
public class XunitAssertions : ITestKitAssertions
{
    public void Fail(string format = "", params object[] args) => Assert.Fail(Text(format, args));

    public void AssertTrue(bool condition, string format = "", params object[] args) => Assert.True(condition, Text(format, args));

    public void AssertEqual<T>(T expected, T actual, string format = "", params object[] args) => Assert.Equal(expected, actual);

    private static string Text(string format, object[] args) => args.Length == 0 ? format : string.Format(null, format, args);
}
