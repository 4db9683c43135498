namespace StorageX.Settings.Hocon;

/// <summary>One include statement.</summary>
internal sealed record Include(Position At, string Path, bool IsRequired);

/// <summary>Reads include statements and asks the callback for what they name.</summary>
internal sealed class HoconIncluder(HoconScanner scanner, int length, int maxLength, Func<string, HoconRoot?>? callback)
{
    /// <summary>How many levels of nesting an include counts for.</summary>
    public const int Levels = 4;

    /// <summary>What an include counts for beside its characters, so that small files can't be included without end.</summary>
    private const int Fee = 256;

    [ThreadStatic]
    private static int _depth;

    /// <summary>How deep the include nests that is being answered on this thread: the callback calls the parser again.</summary>
    public static int Depth => _depth;

    /// <summary>Characters read so far, those of the included texts among them.</summary>
    public int Length { get; private set; } = length;

    /// <summary>Reads an include statement; nothing if a key stands here, be it a key named include.</summary>
    public Include? TryRead()
    {
        var start = scanner.Offset;
        var at = scanner.Here;
        if (scanner.Skip("include") && scanner.SkipBlanks() is var blanks)
        {
            if (scanner.Skip("required("))
                return new Include(at, Parenthesised(ReadFile), IsRequired: true);
            if (scanner.IsAt("file(") || (scanner.Next == '"' && blanks.Length > 0))
                return new Include(at, ReadFile(), IsRequired: false);
            if (scanner.IsAt("url(") || scanner.IsAt("classpath("))
                throw scanner.Expected("a file to include");
        }
        scanner.Offset = start;
        return null;
    }

    /// <summary>The parsed text, or nothing if there is none and the statement allows that.</summary>
    public HoconRoot? Resolve(Include include, int depth)
    {
        if (callback is null)
            throw include.At.Error($"this text can't include \"{include.Path}\": it is not read from a file");
        var root = Call(include, callback, depth);
        if (root is null)
            return !include.IsRequired ? null : throw include.At.Error($"expected a file \"{include.Path}\" to include, found none");
        Length = root.Length <= maxLength - Length - Fee
            ? Length + Fee + root.Length
            : throw include.At.Error($"with \"{include.Path}\" this is longer than {maxLength} characters");
        if (root.Fields.At.Source is { } source)
            source.Name ??= include.Path;
        return root;
    }

    private static HoconRoot? Call(Include include, Func<string, HoconRoot?> callback, int depth)
    {
        var outer = _depth;
        _depth = depth;
        try
        {
            return callback(include.Path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (HoconException e)
        {
            throw new HoconException($"{include.Path}: {e.Message}", e);
        }
        finally
        {
            _depth = outer;
        }
    }

    private string ReadFile() => scanner.Skip("file(") ? Parenthesised(ReadName) : ReadName();

    private string ReadName() => scanner.Next == '"' ? scanner.Quoted() : throw scanner.Expected("a file name in quotes");

    private string Parenthesised(Func<string> read)
    {
        scanner.SkipBlanks();
        var name = read();
        scanner.SkipBlanks();
        scanner.Expect(")", "')'");
        return name;
    }
}
