using System.Text;
using StorageX.Files;

namespace StorageX.Host.Cli.Terminals;

/// <summary>
/// Names on a command line of Linux that are no UTF-8, which no text of this runtime can hold. Each is opened as a place by its bytes, and a path
/// that leads there through <c>/proc</c> stands for it: the stand-in. What is there can so be read, and directories written to.
/// </summary>
internal sealed class ForeignNames
{
    private readonly List<ForeignName> _names = [];

    /// <summary>No such names.</summary>
    public static ForeignNames None { get; } = new();

    /// <summary>The command line, with stand-ins.</summary>
    public IReadOnlyList<string> Arguments { get; private init; } = [];

    /// <summary>The names, those of what is not there too.</summary>
    public IReadOnlyList<ForeignName> All => _names;

    /// <summary>Those of this process, whose arguments the runtime has read as <paramref name="args"/>.</summary>
    public static ForeignNames Read(string[] args)
    {
        if (!OperatingSystem.IsLinux() || !args.Any(arg => arg.Contains('\ufffd')))
            return new ForeignNames { Arguments = args };
        try
        {
            return Of(args, FileDoor.Bytes("/proc/self/cmdline"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new ForeignNames { Arguments = args };
        }
    }

    /// <summary>A text for a person: names stand where stand-ins are, with what is no UTF-8 as <c>\xe9</c>.</summary>
    public string Show(string text)
    {
        foreach (var name in _names)
            text = string.Join(name.Shown, Split(text, name.StandIn));
        return text;
    }

    /// <summary>A text for a program: UTF-8, but for the bytes of the names that stood behind stand-ins.</summary>
    public byte[] Bytes(string text)
    {
        foreach (var name in _names)
        {
            if (Split(text, name.StandIn) is [var before, var after])
                return [.. Encoding.UTF8.GetBytes(before), .. name.Bytes, .. Encoding.UTF8.GetBytes(after)];
        }

        return Encoding.UTF8.GetBytes(text);
    }

    /// <summary>The foreign name that a path is; null for others, and for a path below one.</summary>
    public ForeignName? Find(string path) => _names.FirstOrDefault(name => name.StandIn == path);

    /// <summary>Whether a path is a stand-in or leads through one, so that no other process can follow it.</summary>
    public bool Concerns(string path) => _names.Any(name => Split(path, name.StandIn).Count > 1);

    private static ForeignNames Of(string[] args, byte[] commandLine)
    {
        var raw = new List<byte[]>();
        foreach (var range in commandLine.AsSpan().Split((byte)0))
            raw.Add(commandLine[range]);
        raw.RemoveAt(raw.Count - 1);
        raw = raw[Math.Max(0, raw.Count - args.Length)..];
        // Somebody who writes over his own arguments is not followed.
        if (raw.Count != args.Length || raw.Where((bytes, i) => Encoding.UTF8.GetString(bytes) != args[i]).Any())
            return new ForeignNames { Arguments = args };
        var arguments = (string[])args.Clone();
        var names = new ForeignNames { Arguments = arguments };
        for (var i = 0; i < args.Length; i++)
        {
            if (!ForeignName.IsUtf8(raw[i]))
                arguments[i] = names.Add(raw[i]);
        }

        return names;
    }

    private string Add(byte[] argument)
    {
        // The path may stand behind "--option=" or "@".
        var start = argument is [(byte)'-', (byte)'-', ..] ? argument.AsSpan().IndexOf((byte)'=') + 1 : argument is [(byte)'@', ..] ? 1 : 0;
        // Up to the last component that is no UTF-8; what follows is text, unless it climbs.
        var end = argument.Length;
        for (var i = argument.Length - 1; i > start && ForeignName.IsUtf8(argument.AsSpan(i)); i--)
        {
            if (argument[i] == (byte)'/')
                end = i;
        }

        var rest = Encoding.UTF8.GetString(argument[end..]);
        if (rest.Split('/').Contains(".."))
            (end, rest) = (argument.Length, "");
        var path = argument[start..end];
        // What is open stays so until the process ends.
        var place = OpenPath.Place(path);
        var standIn = place is null ? Encoding.UTF8.GetString(path) : OpenPath.PathOf(place);
        _names.Add(new ForeignName(path, standIn, place));
        return Encoding.UTF8.GetString(argument[..start]) + standIn + rest;
    }

    // The stand-in of descriptor 7 is not the beginning of that of 71.
    private static List<string> Split(string text, string standIn)
    {
        var parts = new List<string>();
        var from = 0;
        for (var at = text.IndexOf(standIn, StringComparison.Ordinal); at >= 0; at = text.IndexOf(standIn, at + standIn.Length, StringComparison.Ordinal))
        {
            if (at + standIn.Length < text.Length && char.IsAsciiDigit(text[at + standIn.Length]))
                continue;
            parts.Add(text[from..at]);
            from = at + standIn.Length;
        }

        parts.Add(text[from..]);
        return parts;
    }

}
