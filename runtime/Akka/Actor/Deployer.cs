using Akka.Routing;
using Akka.Util;

namespace Akka.Actor;

/// <summary>What <c>akka.actor.deployment</c> says about actors by their path below <c>/user</c>.</summary>
internal sealed class Deployer
{
    private readonly Node _root = new();
    private readonly Config _all;

    internal Deployer(Config config)
    {
        _all = config;
        var section = config.GetConfig("akka.actor.deployment")!;
        var defaults = section.GetConfig("default")!;
        foreach (var (key, value) in section.AsEnumerable())
        {
            if (key == "default")
                continue;

            var node = _root;
            foreach (var name in key.Split('/', StringSplitOptions.RemoveEmptyEntries))
            {
                if (!node.Children.TryGetValue(name, out var child))
                    node.Children[name] = child = new Node();

                node = child;
            }

            node.Deploy = Parse(value.ToConfig().WithFallback(defaults));
        }
    }

    /// <summary>The deployment of an actor; a name wins over <c>*</c>, and that over <c>**</c>.</summary>
    internal Deploy? Lookup(ActorPath path) =>
        _root.Children.Count > 0 && path.Depth > 1 && path.Elements.ToArray() is ["user", .. var below] ? Find(_root, below) : null;

    private static Deploy? Find(Node node, ReadOnlySpan<string> names)
    {
        if (names.IsEmpty)
            return node.Deploy;

        if (node.Children.TryGetValue(names[0], out var exact) && Find(exact, names[1..]) is { } byName)
            return byName;

        if (node.Children.TryGetValue("*", out var any) && Find(any, names[1..]) is { } byStar)
            return byStar;

        return node.Children.TryGetValue("**", out var rest) ? rest.Deploy : null;
    }

    private Deploy Parse(Config config)
    {
        var deploy = new Deploy(
            null, config.GetString("dispatcher") ?? "", config.GetString("mailbox") ?? "", config.GetInt("stash-capacity", -1));
        var router = config.GetString("router")!;
        if (router == "from-code")
            return deploy;

        var setting = $"akka.actor.router.type-mapping.{router}";
        var type = _all.GetString(setting) ?? throw new ConfigurationException($"{setting} is missing, but a deployment uses it");
        return deploy with { Router = TypeNames.Create<RouterConfig>(type, setting, config) };
    }

    private sealed class Node
    {
        internal Dictionary<string, Node> Children { get; } = new(StringComparer.Ordinal);

        internal Deploy? Deploy { get; set; }
    }
}
