using System.Collections.Concurrent;
using System.Diagnostics;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using Xunit;
using Xunit.Abstractions;

namespace StorageX.Specs.Runtime;

/// <summary>
/// A tree of actors tells, watches, stops and fails at random. In the end all whom anybody watched are accounted for, each
/// once, and no two messages between the same two actors have overtaken each other.
/// </summary>
public sealed class StressSpec(ITestOutputHelper output) : TestKit("akka.loggers = [], akka.stdout-loglevel = OFF, akka.log-dead-letters = off")
{
    [Fact]
    public async Task Twenty_seconds_of_chaos_leave_a_consistent_tree()
    {
        var text = Environment.GetEnvironmentVariable("STORAGEX_STRESS_SEED");
        var seed = text == null ? Random.Shared.Next() : int.Parse(text, provider: null);
        output.WriteLine($"STORAGEX_STRESS_SEED={seed}");
        var world = new World(seed);
        var root = Sys.ActorOf(Props.Create(() => new Member(world, 0)), "stress");
        var started = Stopwatch.StartNew();
        var sent = 0L;
        while (started.Elapsed < TimeSpan.FromSeconds(20) && world.Errors.IsEmpty)
        {
            for (var i = 0; i < 100; i++, sent++)
            {
                root.Tell(new Act(world.Next()));
            }

            await root.Ask(new Sync(), TimeSpan.FromSeconds(30));
        }

        Watch(root);
        Sys.Stop(root);
        await ExpectTerminatedAsync(root, TimeSpan.FromSeconds(30));
        output.WriteLine($"{sent} orders, {world.Born} actors, {world.Told} messages, {world.Failures} failures, {world.Ends} ends seen");

        Assert.Empty(world.Errors);
        Assert.Equal(world.Born, world.Stopped);
        Assert.True(world.Failures > 0 && world.Ends > 0 && world.Told > 0);
    }

    private sealed record Act(int Dice);

    private sealed record Sync;

    private sealed record Numbered(IActorRef From, long Life, long Number);

    private sealed class World(int seed)
    {
        private readonly Random _random = new(seed);
        private readonly ConcurrentDictionary<int, IActorRef> _members = new();
        private readonly ConcurrentDictionary<IActorRef, HashSet<IActorRef>> _watched = new();
        private int _ids;
        private long _born;
        private long _stopped;
        private long _told;
        private long _failures;
        private long _ends;

        public ConcurrentQueue<string> Errors { get; } = new();

        public long Born => Volatile.Read(ref _born);

        public long Stopped => Volatile.Read(ref _stopped);

        public long Told => Volatile.Read(ref _told);

        public long Failures => Volatile.Read(ref _failures);

        public long Ends => Volatile.Read(ref _ends);

        public int Next()
        {
            lock (_random)
            {
                return _random.Next();
            }
        }

        public int Join(IActorRef member)
        {
            var id = Interlocked.Increment(ref _ids);
            _members[id % 64] = member;
            Interlocked.Increment(ref _born);
            return id;
        }

        public HashSet<IActorRef> WatchedBy(IActorRef member) => _watched.GetOrAdd(member, _ => []);

        public void Leave() => Interlocked.Increment(ref _stopped);

        public void CountTold() => Interlocked.Increment(ref _told);

        public void CountFailure() => Interlocked.Increment(ref _failures);

        public void CountEnd() => Interlocked.Increment(ref _ends);

        public IActorRef Any(int dice) => _members.TryGetValue(dice % 64, out var member) ? member : ActorRefs.Nobody;
    }

    private sealed class Member : ReceiveActor
    {
        private readonly World _world;
        private readonly Dictionary<IActorRef, long> _sent = [];
        private readonly Dictionary<(IActorRef, long), long> _received = [];
        private readonly HashSet<IActorRef> _watched;
        private readonly int _depth;
        private readonly int _life;
        private bool _left;

        public Member(World world, int depth)
        {
            _world = world;
            _depth = depth;
            _life = world.Join(Self);
            _watched = world.WatchedBy(Self);
            Receive<Act>(act => Do(act.Dice));
            Receive<Sync>(_ => Sender.Tell("synchronised"));
            Receive<Numbered>(Check);
            Receive<Terminated>(Ended);
        }

        /// <summary>Counted once an instance: Akka.NET may call it again for one that was stopped while it restarted.</summary>
        protected override void PostStop()
        {
            if (!_left)
            {
                _left = true;
                _world.Leave();
            }
        }

        /// <summary>Watching outlives the instance, but for the children that a restart stops.</summary>
        protected override void PreRestart(Exception reason, object message)
        {
            _watched.ExceptWith(Context.GetChildren());
            base.PreRestart(reason, message);
        }

        protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => (Directive)(_world.Next() % 4) switch
        {
            Directive.Escalate when _depth < 2 => Directive.Restart,
            var directive => directive,
        });

        private void Do(int dice)
        {
            var children = Context.GetChildren().ToArray();
            if (children.Length > 0 && _depth < 4 && dice % 3 != 0)
            {
                children[dice % children.Length].Tell(new Act(_world.Next()));
            }

            switch (dice % 16)
            {
                case 0 or 1 when children.Length < 5:
                    Context.ActorOf(Props.Create(() => new Member(_world, _depth + 1)));
                    break;
                case 2 when children.Length > 0:
                    Context.Stop(children[dice / 16 % children.Length]);
                    break;
                case 3 when _depth > 0:
                    _world.CountFailure();
                    throw new InvalidOperationException("at random");
                case 4 or 5:
                    Watch(_world.Any(dice / 16));
                    break;
                case 6:
                    Unwatch(_world.Any(dice / 16));
                    break;
                case 7 when _depth > 1:
                    Self.Tell(PoisonPill.Instance);
                    break;
                default:
                    TellNumbered(_world.Any(dice / 16));
                    break;
            }
        }

        private void TellNumbered(IActorRef to)
        {
            if (to.IsNobody())
            {
                return;
            }

            _sent[to] = _sent.GetValueOrDefault(to) + 1;
            to.Tell(new Numbered(Self, _life, _sent[to]));
            _world.CountTold();
        }

        /// <summary>Messages may be missing, when the receiver was replaced or the sender's order was lost with it, but never overtake.</summary>
        private void Check(Numbered message)
        {
            var key = (message.From, message.Life);
            if (_received.TryGetValue(key, out var last) && message.Number <= last)
            {
                _world.Errors.Enqueue($"{message.From} -> {Self}: {message.Number} after {last}");
            }

            _received[key] = message.Number;
        }

        private void Watch(IActorRef other)
        {
            if (!other.IsNobody() && !other.Equals(Self) && _watched.Add(other))
            {
                Context.Watch(other);
            }
        }

        private void Unwatch(IActorRef other)
        {
            if (!other.IsNobody())
            {
                Context.Unwatch(other);
                _watched.Remove(other);
            }
        }

        private void Ended(Terminated ended)
        {
            _world.CountEnd();
            if (!_watched.Remove(ended.ActorRef))
            {
                _world.Errors.Enqueue($"{Self} was told that {ended.ActorRef} has ended, which it does not watch any more");
            }
        }
    }
}
