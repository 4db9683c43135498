using Akka.Actor;

namespace StorageX.Transfers;

/// <summary>What a supervisor does when a child throws. Expected failures are messages, so what throws is a bug.</summary>
internal static class Supervision
{
    /// <summary>For actors whose state is one request: a new instance goes on, and the request is issued again by its owner.</summary>
    public static SupervisorStrategy RestartAlways() => new OneForOneStrategy(_ => Directive.Restart);

    /// <summary>For actors whose state cannot be made anew: their parent fails with them.</summary>
    public static SupervisorStrategy EscalateAlways() => new OneForOneStrategy(_ => Directive.Escalate);
}
