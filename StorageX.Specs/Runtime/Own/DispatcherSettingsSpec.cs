using Akka.Actor;
using Akka.Configuration;
using Xunit;

namespace StorageX.Specs.Runtime.Own;

/// <summary>Settings of dispatchers that Akka.NET knows and our runtime does not.</summary>
public sealed class DispatcherSettingsSpec
{
    [Fact]
    public void An_executor_that_is_not_known_is_refused_with_what_to_write_instead()
    {
        var error = Assert.Throws<ConfigurationException>(() => ActorSystem.Create("executor", "akka.actor.default-dispatcher.executor = fork-join-executor"));
        Assert.Contains("ForkJoinDispatcher", error.Message, StringComparison.Ordinal);
    }
}
