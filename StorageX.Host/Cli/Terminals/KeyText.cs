using System.Globalization;
using System.Text;
using StorageX.Errors;
using StorageX.Files;
using StorageX.Manifests;

namespace StorageX.Host.Cli.Terminals;

/// <summary>
/// A key as it stands on a command line: itself, or <c>@file</c>, or <c>@-</c> for standard input, which keep it out of
/// the process list and the shell's history.
/// </summary>
internal static class KeyText
{
    private const int Longest = 64 << 10;

    /// <summary>The key that <paramref name="text"/> gives; space around it, a line break too, does not count.</summary>
    /// <exception cref="UsageException">There is no key there, or it is longer than a key can be.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<string> ReadAsync(string text, Terminal terminal, CancellationToken cancel)
    {
        var key = text switch
        {
            "@-" => await ReadAsync(terminal.Input, "standard input", cancel),
            ['@', .. var file] => await ReadFileAsync(file, cancel),
            _ => text,
        };
        key = key.Trim();
        return key.Length > 0 ? key : throw new UsageException($"the key is empty{Where(text)}");
    }

    /// <summary>The keys that several arguments give, or the numbers that stand for them, in order.</summary>
    /// <inheritdoc cref="ReadAsync(string, Terminal, CancellationToken)"/>
    public static async Task<IReadOnlyList<string>> ReadAllAsync(IEnumerable<string> texts, Terminal terminal, CancellationToken cancel)
    {
        var keys = new List<string>();
        foreach (var text in texts)
            keys.Add(await ReadAsync(text, terminal, cancel));
        return keys;
    }

    /// <summary>The key that an argument gives: as <see cref="ReadAsync(string, Terminal, CancellationToken)"/>, or that of an upload by its number in <c>history</c>.</summary>
    /// <exception cref="UsageException">There is no key there, or no upload of that number.</exception>
    public static async Task<string> ReadKeyAsync(string? argument, Lazy<StorageXSettings> settings, Terminal terminal, CancellationToken cancel)
    {
        var text = await ReadAsync(argument ?? "", terminal, cancel);
        if (!IsNumber(text, out var id))
            return text;
        await using var storage = new Storage(settings.Value);
        return storage.History(limit: int.MaxValue).FirstOrDefault(upload => upload.Id == id)?.Key
            ?? throw NoSuchNumber(text);
    }

    /// <summary>Whether a text is a number that stands for a key.</summary>
    public static bool IsNumber(string text, out long id) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id);

    /// <summary>What is told of a number that stands for none.</summary>
    public static UsageException NoSuchNumber(string text) => new($"{text}: history has no upload of that number; 'storagex history' lists them");

    /// <summary>A key as it may be shown: whole, or without what opens it.</summary>
    public static string Shown(string key, bool reveal) =>
        reveal ? key : ShareKey.TryParse(key, out var parsed) ? parsed.Redacted : SecretText.Cut(key);

    private static string Where(string text) => text switch
    {
        "@-" => " on standard input",
        ['@', .. var file] => $" in {file}",
        _ => "",
    };

    private static async Task<string> ReadFileAsync(string file, CancellationToken cancel)
    {
        if (Directory.Exists(file))
            throw new UsageException($"{file} is a directory; the key must be in a file");
        if (!File.Exists(file))
            throw new UsageException($"there is no key file {(file.Length == 0 ? "after '@'" : file)}");
        await using var source = FileDoor.Source(file);
        return await ReadAsync(source, file, cancel);
    }

    private static async Task<string> ReadAsync(Stream source, string name, CancellationToken cancel)
    {
        var bytes = new byte[Longest + 1];
        var length = await source.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancel);
        return length <= Longest
            ? Encoding.UTF8.GetString(bytes.AsSpan(0, length))
            : throw new UsageException($"{name} holds more than {Longest} bytes; that is not a key");
    }
}
