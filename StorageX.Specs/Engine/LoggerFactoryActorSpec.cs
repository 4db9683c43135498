using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Event;
using Microsoft.Extensions.Logging;
using Shouldly;
using StorageX.Engine;
using Xunit;
using LogLevel = Microsoft.Extensions.Logging.LogLevel;

namespace StorageX.Specs.Engine;

public sealed class LoggerFactoryActorSpec : IDisposable
{
    private readonly BlockingCollection<Line> _lines = [];
    private readonly ILoggerFactory _factory;

    public LoggerFactoryActorSpec() => _factory = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(new Lines(_lines)));

    [Fact]
    public async Task The_log_of_an_actor_goes_to_the_logger_factory()
    {
        using var system = SystemWith("akka.loglevel = DEBUG");
        var failure = new InvalidOperationException("no such piece");
        var writer = system.ActorOf(Props.Create(() => new Writer()), "writer");
        writer.Tell((Action<ILoggingAdapter>)(log => log.Debug("about piece {0}", 7)));
        writer.Tell((Action<ILoggingAdapter>)(log => log.Info("piece {Piece} of {Count}", 8, 9)));
        writer.Tell((Action<ILoggingAdapter>)(log => log.Warning("slow")));
        writer.Tell((Action<ILoggingAdapter>)(log => log.Error(failure, "lost")));

        Next().ShouldBe(new(typeof(Writer).FullName!, LogLevel.Debug, "[akka://logging/user/writer] about piece 7", null));
        Next().ShouldBe(new(typeof(Writer).FullName!, LogLevel.Information, "[akka://logging/user/writer] piece 8 of 9", null));
        Next().ShouldBe(new(typeof(Writer).FullName!, LogLevel.Warning, "[akka://logging/user/writer] slow", null));
        Next().ShouldBe(new(typeof(Writer).FullName!, LogLevel.Error, "[akka://logging/user/writer] lost", failure));
        await system.Terminate();
    }

    [Fact]
    public async Task The_configured_level_says_what_comes_at_all()
    {
        using var system = SystemWith("akka.loglevel = WARNING");
        var writer = system.ActorOf(Props.Create(() => new Writer()), "writer");
        writer.Tell((Action<ILoggingAdapter>)(log => log.Info("not worth a line")));
        writer.Tell((Action<ILoggingAdapter>)(log => log.Warning("worth one")));

        Next().Text.ShouldEndWith("worth one");
        await system.Terminate();
    }

    [Fact]
    public async Task A_provider_that_throws_stops_neither_the_log_nor_the_system()
    {
        using var failing = LoggerFactory.Create(builder => builder.AddProvider(new Lines(_lines, throwOn: "first")));
        using var system = ActorSystem.Create("logging", LoggerFactoryActor.To(failing).WithFallback("akka.stdout-loglevel = OFF"));
        var writer = system.ActorOf(Props.Create(() => new Writer()), "writer");
        writer.Tell((Action<ILoggingAdapter>)(log => log.Warning("first")));
        writer.Tell((Action<ILoggingAdapter>)(log => log.Warning("second")));

        Next().Text.ShouldEndWith("second");
        await system.Terminate();
    }

    [Fact]
    public async Task Two_systems_log_to_the_factory_each_was_given()
    {
        var others = new BlockingCollection<Line>();
        using var otherFactory = LoggerFactory.Create(builder => builder.AddProvider(new Lines(others)));
        using var one = SystemWith("akka.loglevel = WARNING");
        using var other = ActorSystem.Create("other", LoggerFactoryActor.To(otherFactory).WithFallback("akka.stdout-loglevel = OFF"));
        one.ActorOf(Props.Create(() => new Writer())).Tell((Action<ILoggingAdapter>)(log => log.Warning("one")));
        other.ActorOf(Props.Create(() => new Writer())).Tell((Action<ILoggingAdapter>)(log => log.Warning("other")));

        Next().Text.ShouldEndWith("] one");
        Next(others).Text.ShouldEndWith("] other");
        await Task.WhenAll(one.Terminate(), other.Terminate());
        _lines.Concat(others).ShouldAllBe(line => line.Category != typeof(Writer).FullName);
    }

    [Fact]
    public async Task A_storage_logs_to_the_factory_it_is_given()
    {
        using var folder = new TemporaryDirectory();
        var settings = StorageXSettings.Parse($"storagex.data = \"{folder.Path}\", storagex.backends.directory.path = \"{folder.Path}\", akka.loglevel = DEBUG, akka.actor.debug.lifecycle = on");
        await using (new Storage(settings, _factory))
            Take(_lines).Level.ShouldBe(LogLevel.Debug);
    }

    public void Dispose() => _factory.Dispose();

    private ActorSystem SystemWith(string config) =>
        ActorSystem.Create("logging", LoggerFactoryActor.To(_factory).WithFallback(config + ", akka.stdout-loglevel = OFF"));

    /// <summary>The next line of these specs' actors.</summary>
    private Line Next(BlockingCollection<Line>? lines = null) =>
        Take(lines ?? _lines) is var line && line.Category == typeof(Writer).FullName ? line : Next(lines);

    private static Line Take(BlockingCollection<Line> lines) =>
        lines.TryTake(out var line, TimeSpan.FromSeconds(10)) ? line : throw new TimeoutException("no line was logged");

    private sealed record Line(string Category, LogLevel Level, string Text, Exception? Cause);

    private sealed class Writer : ReceiveActor
    {
        public Writer() => Receive<Action<ILoggingAdapter>>(write => write(Context.GetLogger()));
    }

    private sealed class Lines(BlockingCollection<Line> lines, string? throwOn = null) : ILoggerProvider
    {
        public ILogger CreateLogger(string categoryName) => new Logger(categoryName, lines, throwOn);

        public void Dispose()
        {
        }
    }

    private sealed class Logger(string category, BlockingCollection<Line> lines, string? throwOn) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var text = formatter(state, exception);
            if (throwOn is not null && text.EndsWith(throwOn, StringComparison.Ordinal))
                throw new IOException("the disk is full");
            lines.Add(new(category, logLevel, text, exception));
        }
    }
}
