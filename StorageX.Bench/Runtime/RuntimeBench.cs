using System.Diagnostics;
using System.Threading.Channels;
using Akka.Actor;

namespace StorageX.Bench.Runtime;

/// <summary>
/// What a message, a question and an actor cost, each beside a plain <see cref="Channel{T}"/> consumer in the same run.
/// Medians of <see cref="Rounds"/> rounds after <see cref="WarmUps"/> that let the compiler see what is hot.
/// </summary>
internal static class RuntimeBench
{
    private const int Rounds = 9;
    private const int WarmUps = 4;
    private const int Messages = 1_000_000;
    private const int RingSize = 1000;
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    internal static async Task<int> RunAsync()
    {
        var system = ActorSystem.Create("bench", "akka.loggers = [], akka.stdout-loglevel = OFF");
        Console.WriteLine($"{typeof(ActorSystem).Assembly.GetName().Name}, {Environment.ProcessorCount} processors, medians of {Rounds}");
        Console.WriteLine($"{"",-28}{"actors",14}{"channels",14}{"ratio",8}");
        await CompareAsync("tell 1:1, million/s", () => TellAsync(system, 1), () => ChannelAsync(1), value => value / 1e6);
        await CompareAsync("tell 4:1, million/s", () => TellAsync(system, 4), () => ChannelAsync(4), value => value / 1e6);
        await CompareAsync("ring of 1000, million/s", () => RingAsync(system), ChannelRingAsync, value => value / 1e6);
        await CompareAsync("questions, thousand/s", () => AskAsync(system), ChannelAskAsync, value => value / 1e3);
        await CompareAsync("start and stop, thousand/s", () => SpawnAsync(system), null, value => value / 1e3);
        await CompareAsync("bytes an idle actor", IdleAsync, IdleChannelsAsync, value => value);
        await system.Terminate();
        return 0;
    }

    private static async Task CompareAsync(string what, Func<Task<double>> actors, Func<Task<double>>? channels, Func<double, double> unit)
    {
        var left = new List<double>();
        var right = new List<double>();
        for (var i = 0; i < WarmUps + Rounds; i++)
        {
            left.Add(await actors());
            right.Add(channels == null ? double.NaN : await channels());
        }

        var (a, c) = (Median(left), Median(right));
        Console.WriteLine(channels == null
            ? $"{what,-28}{unit(a),14:F2}"
            : $"{what,-28}{unit(a),14:F2}{unit(c),14:F2}{a / c,8:F2}");
    }

    private static double Median(List<double> values) => values.Skip(WarmUps).Order().ElementAt(Rounds / 2);

    private static double Rate(long count, long start) => count / Stopwatch.GetElapsedTime(start).TotalSeconds;

    private static async Task<double> TellAsync(ActorSystem system, int senders)
    {
        var done = new TaskCompletionSource();
        var actor = system.ActorOf(Props.Create(() => new Counter(Messages, done)));
        var start = Stopwatch.GetTimestamp();
        await SendAsync(senders, () => actor.Tell(Token.Instance, ActorRefs.NoSender));
        await done.Task;
        var rate = Rate(Messages, start);
        system.Stop(actor);
        return rate;
    }

    private static async Task<double> ChannelAsync(int senders)
    {
        var channel = Channel.CreateUnbounded<object>(new UnboundedChannelOptions { SingleReader = true });
        var consumer = Task.Run(async () =>
        {
            for (var left = Messages; left > 0;)
            {
                await channel.Reader.WaitToReadAsync();
                while (channel.Reader.TryRead(out _))
                {
                    left--;
                }
            }
        });
        var start = Stopwatch.GetTimestamp();
        await SendAsync(senders, () => channel.Writer.TryWrite(Token.Instance));
        await consumer;
        return Rate(Messages, start);
    }

    private static Task SendAsync(int senders, Action send) => Task.WhenAll(Enumerable.Range(0, senders).Select(_ => Task.Run(() =>
    {
        for (var i = 0; i < Messages / senders; i++)
        {
            send();
        }
    })));

    private static async Task<double> RingAsync(ActorSystem system)
    {
        var done = new TaskCompletionSource();
        IActorRef next = ActorRefs.Nobody;
        var ring = new List<IActorRef>();
        for (var i = 0; i < RingSize; i++)
        {
            var to = next;
            ring.Add(next = system.ActorOf(Props.Create(() => new RingMember(to, done))));
        }

        ring[0].Tell(next);
        var start = Stopwatch.GetTimestamp();
        next.Tell(Messages);
        await done.Task;
        var rate = Rate(Messages, start);
        ring.ForEach(system.Stop);
        return rate;
    }

    private static async Task<double> ChannelRingAsync()
    {
        var channels = Enumerable.Range(0, RingSize).Select(_ => Channel.CreateUnbounded<int>(new UnboundedChannelOptions { SingleReader = true })).ToArray();
        var done = new TaskCompletionSource();
        for (var i = 0; i < RingSize; i++)
        {
            var (from, to) = (channels[i], channels[(i + 1) % RingSize]);
            _ = Task.Run(async () =>
            {
                await foreach (var left in from.Reader.ReadAllAsync())
                {
                    if (left == 0)
                    {
                        done.SetResult();
                    }
                    else
                    {
                        to.Writer.TryWrite(left - 1);
                    }
                }
            });
        }

        var start = Stopwatch.GetTimestamp();
        channels[0].Writer.TryWrite(Messages);
        await done.Task;
        var rate = Rate(Messages, start);
        Array.ForEach(channels, channel => channel.Writer.Complete());
        return rate;
    }

    private static async Task<double> AskAsync(ActorSystem system)
    {
        var actor = system.ActorOf(Props.Create(() => new Echo()));
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Messages / 20; i++)
        {
            await actor.Ask<Token>(Token.Instance, Long);
        }

        var rate = Rate(Messages / 20, start);
        system.Stop(actor);
        return rate;
    }

    private static async Task<double> ChannelAskAsync()
    {
        var channel = Channel.CreateUnbounded<TaskCompletionSource<Token>>(new UnboundedChannelOptions { SingleReader = true });
        _ = Task.Run(async () =>
        {
            await foreach (var question in channel.Reader.ReadAllAsync())
            {
                question.SetResult(Token.Instance);
            }
        });
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Messages / 20; i++)
        {
            var question = new TaskCompletionSource<Token>(TaskCreationOptions.RunContinuationsAsynchronously);
            channel.Writer.TryWrite(question);
            await question.Task;
        }

        channel.Writer.Complete();
        return Rate(Messages / 20, start);
    }

    private static async Task<double> SpawnAsync(ActorSystem system)
    {
        const int Count = 20_000;
        var done = new TaskCompletionSource();
        var left = Count;
        var props = Props.Create(() => new ShortLived(() => Interlocked.Decrement(ref left), done));
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Count; i++)
        {
            system.Stop(system.ActorOf(props));
        }

        await done.Task;
        return Rate(Count, start);
    }

    private static async Task<double> IdleAsync()
    {
        const int Count = 20_000;
        var system = ActorSystem.Create("idle", "akka.loggers = [], akka.stdout-loglevel = OFF");
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var actors = new IActorRef[Count];
        var props = Props.Create(() => new Echo());
        for (var i = 0; i < Count; i++)
        {
            actors[i] = system.ActorOf(props);
        }

        await Task.WhenAll(actors.Select(actor => actor.Ask<Token>(Token.Instance, Long)));
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Count;
        await system.Terminate();
        return bytes;
    }

    private static Task<double> IdleChannelsAsync()
    {
        const int Count = 20_000;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var channels = new Channel<object>[Count];
        for (var i = 0; i < Count; i++)
        {
            var channel = channels[i] = Channel.CreateUnbounded<object>(new UnboundedChannelOptions { SingleReader = true });
            _ = ConsumeAsync(channel);
        }

        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)Count;
        Array.ForEach(channels, channel => channel.Writer.Complete());
        return Task.FromResult(bytes);

        static async Task ConsumeAsync(Channel<object> channel)
        {
            await foreach (var _ in channel.Reader.ReadAllAsync())
            {
            }
        }
    }
}
