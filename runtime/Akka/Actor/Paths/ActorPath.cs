namespace Akka.Actor;

/// <summary>
/// Where an actor stands: an address and the names from the root down. The uid tells one life of a name from the next;
/// equality ignores it.
/// </summary>
public sealed class ActorPath : IEquatable<ActorPath>
{
    /// <summary>What a name may hold besides ASCII letters and digits.</summary>
    internal const string ValidSymbols = "\"-_.*$+:@&=,!~';()";

    private readonly ActorPath? _parent;
    private string? _text;

    /// <summary>The top of a tree of actors.</summary>
    internal ActorPath(Address address) => (Address, Name) = (address, "");

    /// <summary>The path of any actor below the root.</summary>
    internal ActorPath(ActorPath parent, string name, long uid) =>
        (_parent, Address, Name, Uid, Depth) = (parent, parent.Address, name, uid, parent.Depth + 1);

    /// <summary>The last name; empty or <c>/</c> for the root.</summary>
    public string Name { get; }

    /// <summary>The system.</summary>
    public Address Address { get; }

    /// <summary>Tells one life of a name from the next; 0 when it is not known.</summary>
    public long Uid { get; }

    /// <summary>The path above; the root's parent is the root.</summary>
    public ActorPath Parent => _parent ?? this;

    /// <summary>Names below the root; 0 for the root.</summary>
    public int Depth { get; }

    /// <summary>The names from the root down.</summary>
    public IReadOnlyList<string> Elements
    {
        get
        {
            var names = new string[Depth];
            for (var path = this; path._parent != null; path = path._parent)
                names[path.Depth - 1] = path.Name;

            return names;
        }
    }

    /// <summary>The path of a child.</summary>
    public static ActorPath operator /(ActorPath path, string name)
    {
        var hash = name.IndexOf('#', StringComparison.Ordinal);
        return hash >= 0 && long.TryParse(name[(hash + 1)..], out var uid)
            ? new ActorPath(path, name[..hash], uid)
            : new ActorPath(path, name, 0);
    }

    /// <summary>Compares address and names, not the uid.</summary>
    public static bool operator ==(ActorPath? left, ActorPath? right) => Equals(left, right);
    public static bool operator !=(ActorPath? left, ActorPath? right) => !Equals(left, right);

    /// <summary>Whether an actor may have this name.</summary>
    /// <returns>True for letters, digits, <see cref="ValidSymbols"/> and %-escapes, not starting with a dollar sign.</returns>
    internal static bool IsValidPathElement(string s)
    {
        if (string.IsNullOrEmpty(s) || s[0] == '$')
            return false;

        for (var i = 0; i < s.Length; i++)
        {
            if (s[i] == '%' && i + 2 < s.Length && char.IsAsciiHexDigit(s[i + 1]) && char.IsAsciiHexDigit(s[i + 2]))
                i += 2;
            else if (!char.IsAsciiLetterOrDigit(s[i]) && !ValidSymbols.Contains(s[i], StringComparison.Ordinal))
                return false;
        }

        return true;
    }

    /// <summary>Reads a path.</summary>
    /// <param name="path">Such as <c>akka://system/user/parent/child#123</c>.</param>
    /// <exception cref="UriFormatException">It is none.</exception>
    public static ActorPath Parse(string path) => TryParse(path, out var actorPath)
        ? actorPath
        : throw new UriFormatException($"Can not parse an ActorPath: {path}");

    /// <summary>Reads a path, if it is one.</summary>
    /// <param name="path">Such as <c>akka://system/user/parent/child#123</c>.</param>
    /// <param name="actorPath">The path.</param>
    public static bool TryParse(string path, out ActorPath actorPath)
    {
        actorPath = null!;
        if (path.Split("://", 2) is not [{ Length: > 0 } protocol, var rest] || rest.Split('/') is not [{ Length: > 0 } system, .. var names])
            return false;

        actorPath = names.Where(name => name.Length > 0)
            .Aggregate(new ActorPath(new Address(protocol, system)), (above, name) => above / name);
        return true;
    }

    /// <summary>The path without its address: <c>/user/parent/child</c>.</summary>
    public string ToStringWithoutAddress() => "/" + string.Join('/', Elements);

    /// <summary>The path with <c>#uid</c>, where the uid is known.</summary>
    public string ToStringWithUid() => Uid == 0 ? ToString() : $"{this}#{Uid}";

    public bool Equals(ActorPath? other)
    {
        if (other is null || Depth != other.Depth)
            return false;

        var left = this;
        var right = other;
        for (; left._parent != null; left = left._parent, right = right._parent!)
        {
            if (ReferenceEquals(left, right))
                return true;

            if (left.Name != right.Name)
                return false;
        }

        return left.Address == right.Address;
    }

    public override bool Equals(object? obj) => Equals(obj as ActorPath);

    public override int GetHashCode() => HashCode.Combine(Name, Depth, _parent?.Name);

    public override string ToString() => _text ??= Address + ToStringWithoutAddress();
}
