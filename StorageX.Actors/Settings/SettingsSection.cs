using StorageX.Settings.Hocon;

namespace StorageX.Settings;

/// <summary>One section of the configuration; every error names the key's full path and what is expected there.</summary>
internal sealed class SettingsSection
{
    private static readonly TimeSpan LongestDuration = TimeSpan.FromDays(24);
    private readonly HoconConfig _config;
    private readonly string _path;
    private readonly string[] _allowed = [];

    /// <param name="root">The whole configuration.</param>
    /// <param name="path">The section's path in it.</param>
    /// <exception cref="SettingsException">There is no such section.</exception>
    public SettingsSection(HoconConfig root, string path)
    {
        _path = path;
        _config = Guard("", "a section { ... }", () => root.GetConfig(path));
    }

    private SettingsSection(SettingsSection parent, string name)
    {
        _path = $"{parent._path}.{name}";
        _config = Guard("", "a section { ... }", () => parent._config.GetConfig(name));
    }

    private SettingsSection(SettingsSection same, string[] allowed) => (_config, _path, _allowed) = (same._config, same._path, allowed);

    /// <summary>The names that stand in the section.</summary>
    public IReadOnlyList<string> Keys => Guard("", "a section { ... }", () => _config.Fields.Select(entry => entry.Key).ToList());

    /// <summary>A section in this one.</summary>
    public SettingsSection Section(string name) => new(this, name);

    /// <summary>A section in this one that has no other keys than these.</summary>
    public SettingsSection Section(string name, params string[] keys)
    {
        var section = Section(name);
        section.RequireOnly(keys);
        return section;
    }

    /// <summary>The same section, where names have a meaning that <see cref="RequireOnly"/> is not told.</summary>
    public SettingsSection Allowing(string[] names) => new(this, names);

    /// <summary>Refuses names that have no meaning, which are most often misspelt ones.</summary>
    public void RequireOnly(params string[] names)
    {
        var known = names.Union(_allowed).ToList();
        if (Keys.FirstOrDefault(key => !known.Contains(key)) is { } unknown)
            throw Wrong(unknown, $"no such setting; there are: {string.Join(", ", known)}");
    }

    /// <summary>Whether a key is there.</summary>
    public bool Has(string key) => _config.HasPath(key);

    /// <summary>A text.</summary>
    public string Text(string key) => Whole(key, Guard(key, "a text", () => _config.GetString(key)));

    /// <summary>A text that may be left out, or come from a variable that is not set.</summary>
    public string Text(string key, string absent) =>
        _config.HasPath(key) ? Whole(key, Guard(key, "a text", () => _config.GetString(key) ?? absent)) : absent;

    /// <summary>An absolute path, or the default where nothing is said.</summary>
    public string FullPath(string key, string absent) => Text(key) switch
    {
        "" => absent,
        var path when Path.IsPathFullyQualified(path) => path,
        _ => throw Wrong(key, "an absolute path is expected here, or nothing for the default"),
    };

    /// <summary>An http or https URL, or null where nothing is said.</summary>
    public Uri? UrlOrNone(string key, string example)
    {
        var text = Text(key);
        if (text.Length == 0)
            return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", Query: "", Fragment: "", UserInfo: "" }
            ? url
            : throw Wrong(key, $"a URL such as {example} is expected here, or nothing");
    }

    /// <summary>A list of texts; null counts as an empty one.</summary>
    public IReadOnlyList<string> Texts(string key) => Guard(key, "a list of texts [\"...\"]", () =>
        _config.GetValue(key) is { } value && !value.IsString() && !value.IsObject() ? (value.Items ?? []).ConvertAll(item => Whole(key, item.GetString()!)) : null);

    /// <summary>A whole number.</summary>
    public int Whole(string key, int least, int most)
    {
        var expected = $"a whole number from {least} to {most}";
        return Guard(key, expected, () => int.TryParse(_config.GetString(key), out var value) && value >= least && value <= most ? value : (int?)null)!.Value;
    }

    /// <summary>A number.</summary>
    public double Real(string key, double least, double most)
    {
        var expected = $"a number from {least} to {most}";
        return Guard(key, expected, () => double.TryParse(_config.GetString(key), out var value) && value >= least && value <= most ? value : (double?)null)!.Value;
    }

    /// <summary>On or off.</summary>
    public bool Switch(string key, bool absent) =>
        _config.HasPath(key) ? Guard(key, "on or off", () => HoconScalars.Switch(_config.GetString(key)))!.Value : absent;

    /// <summary>A length of time, more than none.</summary>
    public TimeSpan Duration(string key)
    {
        const string expected = "a length of time such as 500ms, 30s or 5m, up to 24 days";
        return Guard(key, expected, () => HoconScalars.Duration(_config.GetString(key)) is { } value && value > TimeSpan.Zero && value <= LongestDuration ? value : (TimeSpan?)null)!.Value;
    }

    /// <summary>A length of time within limits, or null for <c>off</c>.</summary>
    /// <param name="key">The key.</param>
    /// <param name="least">The shortest.</param>
    /// <param name="most">The longest.</param>
    /// <param name="expected">Both in words: "a length of time from 1h to 365d".</param>
    public TimeSpan? DurationOrOff(string key, TimeSpan least, TimeSpan most, string expected)
    {
        if (Guard(key, expected, () => _config.GetString(key)) == "off")
            return null;
        return Guard(key, $"{expected}, or off,", () => HoconScalars.Duration(_config.GetString(key)) is { } value && value >= least && value <= most ? value : (TimeSpan?)null);
    }

    /// <summary>The exception for a key whose value is wrong.</summary>
    public SettingsException Wrong(string key, string expected, Exception? inner = null) =>
        new($"{_path}{(key.Length > 0 ? "." : "")}{key}: {expected}", inner);

    // No path, and nothing else that is set, can have one in it.
    private string Whole(string key, string text) =>
        text.Contains('\0', StringComparison.Ordinal) ? throw Wrong(key, "has a null character in it") : text;

    private T Guard<T>(string key, string expected, Func<T?> read)
    {
        try
        {
            return read() ?? throw Wrong(key, $"{expected} is expected here");
        }
        catch (HoconException error)
        {
            throw new SettingsException(error.Message, error);
        }
        catch (Exception error) when (error is not SettingsException)
        {
            throw Wrong(key, $"{expected} is expected here", error);
        }
    }
}
