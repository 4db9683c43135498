using Akka.Actor;
using Akka.Configuration;
using Akka.TestKit.Xunit2;
using Xunit;

namespace StorageX.Specs.Runtime;

public sealed class SystemAndRefsSpec : TestKit
{
    private IActorRef Echo(string? name = null) => Sys.ActorOf(Props.Create(() => new EchoActor()), name);

    [Fact]
    public void A_reference_knows_its_path_and_its_uid()
    {
        var echo = Echo("echo");

        Assert.Equal($"akka://{Sys.Name}/user/echo", echo.Path.ToString());
        Assert.Equal("echo", echo.Path.Name);
        Assert.Equal("user", echo.Path.Parent.Name);
        Assert.Equal(["user", "echo"], echo.Path.Elements);
        Assert.NotEqual(0, echo.Path.Uid);
        Assert.Equal($"[{echo.Path}#{echo.Path.Uid}]", echo.ToString());
        Assert.Equal($"{echo.Path}#{echo.Path.Uid}", echo.Path.ToStringWithUid());
        Assert.Equal("/user/echo", echo.Path.ToStringWithoutAddress());
    }

    [Fact]
    public void Paths_are_equal_whatever_their_uid()
    {
        var path = ActorPath.Parse("akka://sys/user/a/b#7");

        Assert.Equal(7, path.Uid);
        Assert.Equal(ActorPath.Parse("akka://sys") / "user" / "a" / "b", path);
        Assert.Equal(("akka", "sys"), (path.Address.Protocol, path.Address.System));
        Assert.Equal(path.GetHashCode(), ActorPath.Parse("akka://sys/user/a/b").GetHashCode());
        Assert.True(path != ActorPath.Parse("akka://other/user/a/b"));
        Assert.False(ActorPath.TryParse("no path", out _));
        Assert.Equal(3, path.Depth);
    }

    [Theory]
    [InlineData("")]
    [InlineData("$dollar")]
    [InlineData("sp ace")]
    [InlineData("sla/sh")]
    [InlineData("ümlaut")]
    [InlineData("%zz")]
    public void A_name_that_no_path_can_hold_is_refused(string name) =>
        Assert.Throws<InvalidActorNameException>(() => Echo(name));

    [Theory]
    [InlineData("a-b_c.d*e$f+g:h@i&j=k,l!m~n';()")]
    [InlineData("%20")]
    [InlineData("UPPER09")]
    public void A_name_of_letters_digits_and_symbols_is_taken(string name) => Assert.Equal(name, Echo(name).Path.Name);

    [Fact]
    public void A_name_that_is_taken_is_refused()
    {
        Echo("twice");

        var error = Assert.Throws<InvalidActorNameException>(() => Echo("twice"));
        Assert.Contains("twice", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_is_free_again_once_its_actor_has_stopped()
    {
        var first = Echo("again");
        Watch(first);
        Sys.Stop(first);
        await ExpectTerminatedAsync(first);

        await AwaitAssertAsync(() =>
        {
            var second = Echo("again");
            Assert.NotEqual(first, second);
            Assert.Equal(first.Path, second.Path);
        });
    }

    [Fact]
    public void Actors_without_a_name_get_one_that_nobody_can_choose()
    {
        Assert.StartsWith("$", Echo().Path.Name, StringComparison.Ordinal);
        Assert.NotEqual(Echo(), Echo());
    }

    [Fact]
    public async Task Forward_keeps_the_sender()
    {
        var echo = Echo();
        var middle = Sys.ActorOf(Props.Create(() => new ForwardingActor(echo)));

        middle.Tell("hello", TestActor);

        await ExpectMsgAsync("hello");
        Assert.Equal(echo, LastSender);
    }

    [Fact]
    public async Task A_message_without_a_sender_is_answered_into_the_dead_letters()
    {
        var probe = CreateTestProbe();
        Sys.EventStream.Subscribe(probe.Ref, typeof(Akka.Event.DeadLetter));

        Echo().Tell("nobody asks", ActorRefs.NoSender);

        await probe.ExpectMsgAsync<Akka.Event.DeadLetter>(letter => Equals(letter.Message, "nobody asks"));
    }

    [Fact]
    public async Task Identify_is_answered_by_every_actor()
    {
        var echo = Echo("me");

        echo.Tell(new Identify(1), TestActor);
        Assert.Equal(echo, (await ExpectMsgAsync<ActorIdentity>()).Subject);

        Sys.ActorSelection("/user/nobody").Tell(new Identify(2), TestActor);
        var missing = await ExpectMsgAsync<ActorIdentity>();
        Assert.Equal(2, missing.MessageId);
        Assert.Null(missing.Subject);
    }

    [Fact]
    public void Nobody_is_nobody()
    {
        Assert.True(ActorRefs.Nobody.IsNobody());
        Assert.True(((IActorRef)null!).IsNobody());
        Assert.False(TestActor.IsNobody());
        ActorRefs.Nobody.Tell("gone");
    }

    [Fact]
    public async Task A_context_finds_children_by_name()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Parent()), "parent");

        var found = await parent.Ask<IActorRef[]>("children", TimeSpan.FromSeconds(3));

        Assert.Equal("kid", found[0].Path.Name);
        Assert.True(found[1].IsNobody());
        Assert.Equal(parent, found[2]);
    }

    [Theory]
    [InlineData("bad name")]
    [InlineData("-leading")]
    [InlineData("")]
    public void A_system_has_a_plain_name(string name) => Assert.Throws<ArgumentException>(() => ActorSystem.Create(name));

    [Fact]
    public async Task Terminate_stops_every_actor_and_then_ends()
    {
        var system = ActorSystem.Create("ends");
        var stopped = new TaskCompletionSource();
        system.ActorOf(Props.Create(() => new TellsOfItsEnd(stopped)));
        var ended = new TaskCompletionSource();
        system.RegisterOnTermination(() => ended.SetResult());

        var terminating = system.Terminate();
        await terminating.WaitAsync(TimeSpan.FromSeconds(10));

        Assert.True(stopped.Task.IsCompletedSuccessfully);
        Assert.True(system.WhenTerminated.IsCompletedSuccessfully);
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task A_system_that_has_ended_takes_no_actors_and_no_messages()
    {
        var system = ActorSystem.Create("over");
        var echo = system.ActorOf(Props.Create(() => new EchoActor()));
        await system.Terminate().WaitAsync(TimeSpan.FromSeconds(10));

        echo.Tell("into the void");
        Assert.Throws<InvalidOperationException>(() => system.ActorOf(Props.Create(() => new EchoActor())));
    }

    [Fact]
    public void Settings_show_defaults_and_what_overrides_them()
    {
        using var system = ActorSystem.Create("settings", ConfigurationFactory.ParseString("akka.loglevel = ERROR, my.own = 7"));

        Assert.Equal("ERROR", system.Settings.LogLevel);
        Assert.Equal(7, system.Settings.Config.GetInt("my.own"));
        Assert.Equal(Timeout.InfiniteTimeSpan, system.Settings.AskTimeout);
        Assert.Equal(30, system.Settings.Config.GetInt("akka.actor.default-dispatcher.throughput"));
    }

    private sealed class EchoActor : ReceiveActor
    {
        public EchoActor() => ReceiveAny(message => Sender.Tell(message));
    }

    private sealed class ForwardingActor : ReceiveActor
    {
        public ForwardingActor(IActorRef to) => ReceiveAny(message => to.Forward(message));
    }

    private sealed class Parent : ReceiveActor
    {
        public Parent()
        {
            Context.ActorOf(Props.Create(() => new EchoActor()), "kid");
            Receive<string>(_ => Sender.Tell(new[] { Context.Child("kid"), Context.Child("none"), Self }));
        }
    }

    private sealed class TellsOfItsEnd(TaskCompletionSource stopped) : ReceiveActor
    {
        protected override void PostStop() => stopped.SetResult();
    }
}
