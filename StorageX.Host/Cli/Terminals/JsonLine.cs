using System.Buffers;
using System.Text.Json;

namespace StorageX.Host.Cli.Terminals;

/// <summary>
/// One line of <c>--json</c>: an object whose first field is its event; UTF-8, with every character outside printable ASCII escaped. Names
/// are camelCase, as the daemon's are. Those that were written in snake_case before stand there under that name as well, until version 2.
/// </summary>
internal sealed class JsonLine
{
    private static readonly Lock Turn = new();
    private static readonly HashSet<string> HadOtherNames =
    [
        "protocolVersion", "pieceWidth", "pieceHeight", "goodBytes", "storeMs", "fetchMs", "largestBytes", "largestSide", "maxBytes", "maxSide", "minSide", "totalBytes", "totalPieces",
        "bytesPerSecond", "secondsLeft", "waitingUntil", "wakeAt", "errorKind", "maxDownloads", "bytesGiven", "exitCode",
    ];

    private readonly Utf8JsonWriter _line;

    private JsonLine(Utf8JsonWriter line) => _line = line;

    /// <summary>Writes a line at once, whoever else writes.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="name">What happened.</param>
    /// <param name="fields">Adds what is to be said of it.</param>
    public static void Write(Stream output, string name, Action<JsonLine> fields)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var line = new Utf8JsonWriter(bytes))
        {
            line.WriteStartObject();
            line.WriteString("event", name);
            fields(new JsonLine(line));
            line.WriteEndObject();
        }

        bytes.Write("\n"u8);
        lock (Turn)
            output.Write(bytes.WrittenSpan);
    }

    /// <summary>Adds a text.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="value">The text; null where it is not known.</param>
    public void Add(string name, string? value) => Each(name, field => _line.WriteString(field, value));

    /// <inheritdoc cref="Add(string, string?)"/>
    public void Add(string name, Uri value) => Add(name, value.AbsoluteUri.TrimEnd('/'));

    /// <summary>Adds a number.</summary>
    /// <inheritdoc cref="Add(string, string?)"/>
    public void Add(string name, long? value) => Each(name, field =>
    {
        if (value is { } number)
            _line.WriteNumber(field, number);
        else
            _line.WriteNull(field);
    });

    /// <summary>Adds a number that may have a fraction.</summary>
    /// <inheritdoc cref="Add(string, string?)"/>
    public void AddReal(string name, double value) => Each(name, field => _line.WriteNumber(field, value));

    /// <summary>Adds yes or no.</summary>
    /// <inheritdoc cref="Add(string, string?)"/>
    public void Add(string name, bool? value) => Each(name, field =>
    {
        if (value is { } known)
            _line.WriteBoolean(field, known);
        else
            _line.WriteNull(field);
    });

    /// <summary>Adds a time, with the offset it was told with.</summary>
    /// <inheritdoc cref="Add(string, string?)"/>
    public void Add(string name, DateTimeOffset? value) => Each(name, field =>
    {
        if (value is { } time)
            _line.WriteString(field, time);
        else
            _line.WriteNull(field);
    });

    /// <summary>An array of texts.</summary>
    public void Add(string name, IEnumerable<string> texts) => Each(name, field =>
    {
        _line.WriteStartArray(field);
        foreach (var text in texts)
            _line.WriteStringValue(text);
        _line.WriteEndArray();
    });

    /// <summary>Adds an object of texts, under the names that they have.</summary>
    public void Add(string name, IEnumerable<KeyValuePair<string, string>> texts)
    {
        _line.WriteStartObject(name);
        foreach (var (field, value) in texts)
            _line.WriteString(field, value);
        _line.WriteEndObject();
    }

    /// <summary>Adds a list of objects.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="items">What each is made of.</param>
    /// <param name="fields">Adds what is to be said of one.</param>
    public void Add<T>(string name, IEnumerable<T> items, Action<JsonLine, T> fields)
    {
        _line.WriteStartArray(name);
        foreach (var item in items)
        {
            _line.WriteStartObject();
            fields(this, item);
            _line.WriteEndObject();
        }

        _line.WriteEndArray();
    }

    private static void Each(string name, Action<string> write)
    {
        write(name);
        if (HadOtherNames.Contains(name))
            write(JsonNamingPolicy.SnakeCaseLower.ConvertName(name));
    }
}
