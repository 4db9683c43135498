using System.Text.RegularExpressions;
using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Xunit2;
using Shouldly;
using Xunit;
using Xunit.Sdk;

namespace StorageX.Specs.Runtime;

public class TestKitEventFilterSpec() : TestKit("akka.loglevel = DEBUG, akka.stdout-loglevel = OFF")
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(300);

    [Fact]
    public void An_entry_is_expected_by_level_and_text()
    {
        EventFilter.Error("a b").ExpectOne(() => Sys.Log.Error("a {0}", "b"));
        EventFilter.Warning(start: "a").ExpectOne(() => Sys.Log.Warning("ab"));
        EventFilter.Info(contains: "b").ExpectOne(() => Sys.Log.Info("abc"));
        EventFilter.Debug(new Regex("^a.c$", RegexOptions.None, TimeSpan.FromSeconds(1))).ExpectOne(() => Sys.Log.Debug("abc"));
        EventFilter.Custom(entry => entry.LogLevel() == LogLevel.InfoLevel && entry.ToString().Contains("xyz", StringComparison.Ordinal)).ExpectOne(() => Sys.Log.Info("xyz"));
    }

    [Fact]
    public async Task An_exception_is_expected_by_its_class_and_text()
    {
        var actor = ActorOf<Failing>();
        EventFilter.Exception<InvalidOperationException>().ExpectOne(() => actor.Tell("boom"));
        EventFilter.Exception<InvalidOperationException>("boom").ExpectOne(() => actor.Tell("boom"));
        await EventFilter.Exception<Exception>(contains: "oo").ExpectOneAsync(() =>
        {
            actor.Tell("boom");
            return Task.CompletedTask;
        });
        await EventFilter.Exception(typeof(InvalidOperationException), start: "bo").ExpectOneAsync(async () =>
        {
            await Task.Yield();
            actor.Tell("boom");
        });
    }

    [Fact]
    public void An_entry_is_expected_from_a_source()
    {
        var actor = ActorOf<Failing>("source");
        EventFilter.Exception<InvalidOperationException>(source: actor.Path.ToString()).ExpectOne(() => actor.Tell("boom"));
        EventFilter.Exception<InvalidOperationException>(source: "/user/other").Expect(0, Soon, () =>
            EventFilter.Exception<InvalidOperationException>("boom").ExpectOne(() => actor.Tell("boom")));
    }

    [Fact]
    public async Task Several_entries_are_expected_of_several_kinds()
    {
        EventFilter.Error("a").And.Warning("b").Expect(3, () =>
        {
            Sys.Log.Error("a");
            Sys.Log.Warning("b");
            Sys.Log.Error("a");
        });
        await EventFilter.Info("a").ExpectAsync(2, () =>
        {
            Sys.Log.Info("a");
            Sys.Log.Info("a");
            return Task.CompletedTask;
        });
    }

    [Fact]
    public async Task The_result_of_the_action_is_passed_on()
    {
        EventFilter.Info("a").ExpectOne(() =>
        {
            Sys.Log.Info("a");
            return 5;
        }).ShouldBe(5);
        (await EventFilter.Info("a").ExpectOneAsync(() =>
        {
            Sys.Log.Info("a");
            return Task.FromResult(6);
        })).ShouldBe(6);
    }

    [Fact]
    public async Task Too_few_or_too_many_entries_fail_the_test()
    {
        Should.Throw<XunitException>(() => EventFilter.Error().ExpectOne(Soon, () => { })).Message.ShouldContain("0/1");
        Should.Throw<XunitException>(() => EventFilter.Error().Expect(0, Soon, () => Sys.Log.Error("a"))).Message.ShouldContain("Expected 0");
        await Should.ThrowAsync<XunitException>(() => EventFilter.Error().ExpectAsync(2, Soon, LogErrorAsync));
    }

    [Fact]
    public void A_dead_letter_is_expected_by_its_type()
    {
        EventFilter.DeadLetter().ExpectOne(() => Sys.DeadLetters.Tell(1));
        EventFilter.DeadLetter<string>().ExpectOne(() => Sys.DeadLetters.Tell("x"));
        EventFilter.DeadLetter<string>(text => text == "x").ExpectOne(() =>
        {
            Sys.DeadLetters.Tell("y");
            Sys.DeadLetters.Tell("x");
        });
    }

    [Fact]
    public async Task A_mute_expects_nothing_and_ends()
    {
        var events = CreateTestProbe();
        Sys.EventStream.Subscribe(events, typeof(Error));
        EventFilter.Error("a").Mute(() => Sys.Log.Error("a"));
        await EventFilter.Error("a").MuteAsync(LogErrorAsync);
        using (EventFilter.Error("a").Mute())
            Sys.Log.Error("a");
        events.ReceiveN(3).ShouldAllBe(message => message is Error);
    }

    private Task LogErrorAsync()
    {
        Sys.Log.Error("a");
        return Task.CompletedTask;
    }

    private sealed class Failing : ReceiveActor
    {
        public Failing() => Receive<string>(text => throw new InvalidOperationException(text));
    }
}
