using System.Diagnostics;

namespace Akka.Event;

/// <summary>Logs the first dead letters and unhandled messages, then falls silent for a while.</summary>
internal sealed class DeadLetterListener(int limit, TimeSpan silence) : ActorBase
{
    private int _count;
    private long _silentSince;

    protected internal override void PreStart() => Context.System.EventStream.Subscribe(Self, typeof(AllDeadLetters));

    protected internal override void PostStop() => Context.System.EventStream.Unsubscribe(Self);

    protected internal override bool Receive(object message)
    {
        if (message is not (DeadLetter or UnhandledMessage) || message is AllDeadLetters { Message: IDeadLetterSuppression })
            return true;

        if (_silentSince != 0)
        {
            if (Stopwatch.GetElapsedTime(_silentSince) < silence)
            {
                _count++;
                return true;
            }

            (_silentSince, _count) = (0, 0);
        }

        _count++;
        var done = _count >= limit ? ", no more dead letters will be logged for a while" : "";
        Log((AllDeadLetters)message, done);
        if (_count >= limit)
            _silentSince = Stopwatch.GetTimestamp();

        return true;
    }

    private void Log(AllDeadLetters letter, string done)
    {
        var origin = letter.Sender is null || letter.Sender.Equals(Context.System.DeadLetters) ? "" : $" from {letter.Sender}";
        var fate = letter is UnhandledMessage ? "was unhandled" : "was not delivered";
        Context.System.EventStream.Publish(new Info(
            null, letter.Recipient.Path.ToString(), letter.Recipient.GetType(),
            $"Message [{letter.Message.GetType().Name}]{origin} to {letter.Recipient} {fate}. [{_count}] dead letters encountered{done}. "
            + "This logging can be turned off or adjusted with configuration settings "
            + "'akka.log-dead-letters' and 'akka.log-dead-letters-during-shutdown'."));
    }
}
