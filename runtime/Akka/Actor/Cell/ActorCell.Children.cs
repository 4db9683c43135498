namespace Akka.Actor;

internal partial class ActorCell
{
    /// <summary>Guards the table: the system and selections come from other threads.</summary>
    private readonly Lock _childrenLock = new();
    private Dictionary<string, ChildStats?>? _children;
    private Waiting _waitsFor;
    private Exception? _recreateCause;
    private bool _childrenClosed;
    private int _dying;
    private long _nextName;

    /// <summary>What the cell does once the children it stopped are gone.</summary>
    private enum Waiting
    {
        Nothing,
        ToRecreate,
        ToCreate,
        ToTerminate,
    }

    public IActorRef ActorOf(Props props, string? name = null) => AttachChild(props, name, isSystem: false);

    public IActorRef Child(string name) => GetSingleChild(name);

    public IEnumerable<IActorRef> GetChildren() => ChildRefs();

    public void Stop(IActorRef child)
    {
        lock (_childrenLock)
        {
            if (FindChild(child) is { } stats)
                MarkDying(stats);
        }

        ((IInternalActorRef)child).Stop();
    }

    /// <summary>Creates a child under a name that is free.</summary>
    /// <param name="props">How to build it.</param>
    /// <param name="name">Its name; null picks one.</param>
    /// <param name="isSystem">Whether the name may start with a dollar sign.</param>
    internal IInternalActorRef AttachChild(Props props, string? name, bool isSystem)
    {
        ArgumentNullException.ThrowIfNull(props);
        if (name != null && !isSystem)
            CheckName(name);

        Reserve(ref name);
        LocalActorRef child;
        try
        {
            child = System.NewRef(props, SelfRef, SelfRef.Path, name);
        }
        catch
        {
            lock (_childrenLock)
            {
                _children!.Remove(name);
            }

            throw;
        }

        lock (_childrenLock)
        {
            _children![name] = new ChildStats(child);
            if (_waitsFor == Waiting.ToTerminate)
            {
                MarkDying(_children[name]!);
                child.Start();
                child.Stop();
                return child;
            }
        }

        for (var i = 0; i < _supervisionSuspends && Current == this; i++)
            child.Suspend();

        child.Start();
        return child;
    }

    internal IInternalActorRef GetSingleChild(string name)
    {
        var hash = name.IndexOf('#', StringComparison.Ordinal);
        var uid = hash < 0 ? 0 : long.Parse(name.AsSpan(hash + 1), provider: null);
        lock (_childrenLock)
        {
            return _children != null && _children.TryGetValue(hash < 0 ? name : name[..hash], out var stats) && stats != null
                && (uid == 0 || stats.Child.Path.Uid == uid)
                ? stats.Child
                : Nobody.Instance;
        }
    }

    internal IInternalActorRef[] ChildRefs()
    {
        lock (_childrenLock)
        {
            return _children == null ? [] : [.. from stats in _children.Values where stats != null select stats.Child];
        }
    }

    internal ChildStats[] ChildStats()
    {
        lock (_childrenLock)
        {
            return _children == null ? [] : [.. from stats in _children.Values where stats != null select stats];
        }
    }

    private static void CheckName(string name)
    {
        if (name.Length == 0)
            throw new InvalidActorNameException("Actor name must not be empty.");

        if (!ActorPath.IsValidPathElement(name))
        {
            throw new InvalidActorNameException(
                $"Illegal actor name [{name}]. Actor paths MUST: not start with `$`, include only ASCII letters and digits, "
                + $"and can only contain these special characters: {ActorPath.ValidSymbols}.");
        }
    }

    private void Reserve([global::System.Diagnostics.CodeAnalysis.NotNull] ref string? name)
    {
        lock (_childrenLock)
        {
            if (_childrenClosed || _waitsFor == Waiting.ToTerminate)
                throw new InvalidOperationException($"Cannot create child while terminating or terminated: {SelfRef.Path}");

            name ??= ActorNames.Anonymous(_nextName++);
            if (!(_children ??= new(StringComparer.Ordinal)).TryAdd(name, null))
                throw new InvalidActorNameException($"Actor name \"{name}\" is not unique!");
        }
    }

    private ChildStats? FindChild(IActorRef child)
    {
        lock (_childrenLock)
        {
            return _children != null && _children.TryGetValue(child.Path.Name, out var stats) && stats != null && stats.Child.Equals(child)
                ? stats
                : null;
        }
    }

    /// <summary>Notes what to do when the children that were stopped are gone.</summary>
    /// <returns>False when there are none to wait for.</returns>
    private bool WaitForChildren(Waiting reason, Exception? cause)
    {
        lock (_childrenLock)
        {
            if (_dying == 0)
                return false;

            _waitsFor = reason;
            _recreateCause = cause;
            return true;
        }
    }

    private void HandleChildTerminated(IActorRef child)
    {
        var next = Waiting.Nothing;
        lock (_childrenLock)
        {
            if (_children!.Remove(child.Path.Name, out var stats) && stats is { IsDying: true })
                _dying--;

            if (_dying == 0)
            {
                next = _waitsFor;
                _waitsFor = Waiting.Nothing;
            }
        }

        switch (next)
        {
            case Waiting.ToRecreate:
                FinishRecreate(_recreateCause!);
                break;
            case Waiting.ToCreate:
                FinishCreate();
                break;
            case Waiting.ToTerminate:
                FinishTerminate();
                break;
        }
    }

    private void MarkDying(ChildStats stats)
    {
        if (!stats.IsDying)
            _dying++;

        stats.IsDying = true;
    }

    private void CloseChildren()
    {
        lock (_childrenLock)
        {
            _childrenClosed = true;
            _children = null;
            _dying = 0;
        }
    }
}
