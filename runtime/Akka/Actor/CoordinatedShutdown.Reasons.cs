namespace Akka.Actor;

public sealed partial class CoordinatedShutdown
{
    /// <summary>Why a shutdown runs. Programs may add their own.</summary>
    public abstract class Reason
    {
        /// <summary>What the process should end with.</summary>
        public virtual int ExitCode => 0;
    }

    /// <summary>Nobody said why.</summary>
    public class UnknownReason : Reason
    {
        public static readonly Reason Instance = new UnknownReason();

        private UnknownReason()
        {
        }
    }

    /// <summary><c>ActorSystem.Terminate</c> was called.</summary>
    public class ActorSystemTerminateReason : Reason
    {
        public static readonly Reason Instance = new ActorSystemTerminateReason();

        private ActorSystemTerminateReason()
        {
        }
    }

    /// <summary>The process ends.</summary>
    public class ClrExitReason : Reason
    {
        public static readonly Reason Instance = new ClrExitReason();

        private ClrExitReason()
        {
        }
    }
}
