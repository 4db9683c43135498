using Akka.Actor;
using BenchmarkDotNet.Attributes;

namespace StorageX.Bench.Micro;

/// <summary>Messages through a mailbox: what the actors add to each piece is a dozen of them.</summary>
[MemoryDiagnoser]
public class MailboxBenchmarks
{
    private const int Messages = 1000;
    private static readonly object Message = new();
    private readonly SemaphoreSlim _done = new(0);
    private ActorSystem _system = null!;
    private IActorRef _actor = null!;
    private IActorRef _echo = null!;

    /// <summary>Starts the actors.</summary>
    [GlobalSetup]
    public void Setup()
    {
        _system = ActorSystem.Create("bench", "akka.loggers = [], akka.stdout-loglevel = OFF");
        _actor = _system.ActorOf(Props.Create(() => new Sink(_done)));
        _echo = _system.ActorOf(Props.Create(() => new Answering()));
    }

    /// <summary>Stops them.</summary>
    [GlobalCleanup]
    public void Cleanup() => _system.Terminate().Wait();

    /// <summary>Messages from one sender to one actor.</summary>
    [Benchmark(OperationsPerInvoke = Messages)]
    public void Tell()
    {
        for (var i = 0; i < Messages; i++)
            _actor.Tell(Message, ActorRefs.NoSender);
        _done.Wait();
    }

    /// <summary>A question and its answer.</summary>
    [Benchmark]
    public Task<object> Ask() => _echo.Ask<object>(Message, TimeSpan.FromMinutes(1));

    private sealed class Sink : ReceiveActor
    {
        private int _received;

        public Sink(SemaphoreSlim done) => ReceiveAny(_ =>
        {
            if (++_received % Messages == 0)
                done.Release();
        });
    }

    private sealed class Answering : ReceiveActor
    {
        public Answering() => ReceiveAny(message => Sender.Tell(message));
    }
}
