using System.Reflection;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace StorageX.Specs.Backends;

/// <summary>What the facts of a class take, such as a server: each is shown as skipped, with the reason, where that is missing.</summary>
/// <param name="server">A type that knows, by a static property Missing, why it can't run here; null where it can.</param>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TakesAttribute(Type server) : Attribute
{
    private string? Missing => (string?)server.GetProperty(nameof(Missing), BindingFlags.Public | BindingFlags.Static)!.GetValue(null);

    /// <summary>Why the class of this method can't run here; null where it can.</summary>
    public static string? MissingFor(ITestMethod method) => method.TestClass.Class.ToRuntimeType().GetCustomAttribute<TakesAttribute>()?.Missing;
}

/// <summary>A fact of a class that may say what it takes.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("StorageX.Specs.Backends.ContractFactDiscoverer", "StorageX.Specs")]
internal sealed class ContractFactAttribute : FactAttribute;

/// <summary>A theory of a class that may say what it takes.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("StorageX.Specs.Backends.ContractTheoryDiscoverer", "StorageX.Specs")]
internal sealed class ContractTheoryAttribute : TheoryAttribute;

public sealed class ContractFactDiscoverer(IMessageSink sink) : FactDiscoverer(sink)
{
    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        TakesAttribute.MissingFor(testMethod) is { } reason
            ? Skipped(DiagnosticMessageSink, discoveryOptions, testMethod, reason)
            : base.CreateTestCase(discoveryOptions, testMethod, factAttribute);

    internal static XunitSkippedDataRowTestCase Skipped(IMessageSink sink, ITestFrameworkDiscoveryOptions options, ITestMethod method, string reason) =>
        new(sink, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method, reason);
}

public sealed class ContractTheoryDiscoverer(IMessageSink sink) : TheoryDiscoverer(sink)
{
    public override IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute) =>
        TakesAttribute.MissingFor(testMethod) is { } reason
            ? [ContractFactDiscoverer.Skipped(DiagnosticMessageSink, discoveryOptions, testMethod, reason)]
            : base.Discover(discoveryOptions, testMethod, theoryAttribute);
}
