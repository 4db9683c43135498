namespace Akka.Routing;

/// <summary>A router that the configuration describes, under <c>akka.actor.deployment</c> and the actor's path.</summary>
public class FromConfig : Pool
{
    private FromConfig(Resizer? resizer, SupervisorStrategy? strategy)
        : base(0, resizer, strategy)
    {
    }

    /// <summary>Without anything said in code.</summary>
    public static FromConfig Instance { get; } = new(null, null);

    /// <summary>The same with a strategy for failing routees.</summary>
    public FromConfig WithSupervisorStrategy(SupervisorStrategy strategy) => new(Resizer, strategy);

    /// <exception cref="ConfigurationException">The configuration does not know the actor.</exception>
    public override void VerifyConfig(ActorPath path) =>
        throw new ConfigurationException($"Configuration missing for router [{path}] in 'akka.actor.deployment' section.");

    internal override RoutingLogic CreateLogic() => throw new NotSupportedException("FromConfig must not create Router");

    private protected override Pool WithUnset(Resizer? resizer, SupervisorStrategy strategy) => new FromConfig(resizer, strategy);
}
