using System.Globalization;
using Newtonsoft.Json;

namespace StorageX.Manifests;

/// <summary>Walks the JSON of a manifest, and writes it; whatever is not as it should be is a <see cref="ManifestException"/> that names the field.</summary>
internal static class ManifestJson
{
    private const int DeepestNesting = 8;
    private const long LargestNumber = 1L << 53;

    /// <summary>Opens a text for <see cref="NextField"/>.</summary>
    public static JsonTextReader Open(TextReader text) => new(text)
    {
        MaxDepth = DeepestNesting,
        DateParseHandling = DateParseHandling.None,
        FloatParseHandling = FloatParseHandling.Double,
    };

    /// <summary>Reads on to the next field's value and answers the field's name; null at the object's end.</summary>
    public static string? NextField(JsonTextReader json, HashSet<string> seen)
    {
        Require(json.Read(), "it ends in the middle of an object");
        if (json.TokenType == JsonToken.EndObject)
            return null;
        Require(json.TokenType == JsonToken.PropertyName, "it has something other than fields in an object");
        var field = (string)json.Value!;
        Require(seen.Add(field), $"the field \"{field}\" stands twice in one object");
        Require(json.Read(), "it ends in the middle of an object");
        return field;
    }

    /// <summary>A number.</summary>
    public static double Number(JsonTextReader json, string field) => json.TokenType switch
    {
        JsonToken.Float => (double)json.Value!,
        JsonToken.Integer when json.Value is long whole => whole,
        _ => throw new ManifestException($"\"{field}\" is not a number"),
    };

    /// <summary>A string.</summary>
    public static string Text(JsonTextReader json, string field) => json.TokenType == JsonToken.String
        ? (string)json.Value!
        : throw new ManifestException($"\"{field}\" is not a string");

    /// <summary>A whole number from 0 to 2^53 - 1.</summary>
    public static long Long(JsonTextReader json, string field) => NotNegative(json, field) is var value && value < LargestNumber
        ? value
        : throw new ManifestException($"\"{field}\" is not a whole number from 0 to {LargestNumber - 1}");

    /// <summary>A whole number in a range.</summary>
    public static int Whole(JsonTextReader json, string field, int least, int most) => NotNegative(json, field) is var value && value >= least && value <= most
        ? (int)value
        : throw new ManifestException($"\"{field}\" is not a whole number from {least} to {most}");

    /// <summary>A time as RFC 3339 writes it, in UTC.</summary>
    public static DateTimeOffset Time(JsonTextReader json, string field) =>
        DateTimeOffset.TryParseExact(Text(json, field), "yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new ManifestException($"\"{field}\" is not a time such as 2026-11-22T20:15:00Z");

    /// <summary>Begins the object: the fields that stand first in every manifest.</summary>
    public static void WriteHead(JsonTextWriter json, Manifest head)
    {
        json.WriteStartObject();
        Write(json, "protocol_version", head.ProtocolVersion);
        Write(json, "filename", head.FileName);
        Write(json, "piece_width", head.PieceWidth);
        Write(json, "piece_height", head.PieceHeight);
        if (head.Parity is { } parity)
        {
            json.WritePropertyName("parity");
            json.WriteStartObject();
            Write(json, "k", parity.Data);
            Write(json, "m", parity.Parity);
            json.WriteEndObject();
        }
    }

    /// <summary>Writes a field that is a text.</summary>
    public static void Write(JsonTextWriter json, string field, string text)
    {
        json.WritePropertyName(field);
        json.WriteValue(text);
    }

    /// <summary>Writes a field that is a whole number.</summary>
    public static void Write(JsonTextWriter json, string field, long number)
    {
        json.WritePropertyName(field);
        json.WriteValue(number);
    }

    /// <summary>Writes the field that names those that a reader must know.</summary>
    public static void WriteCritical(JsonTextWriter json, string name)
    {
        json.WritePropertyName("critical");
        json.WriteStartArray();
        json.WriteValue(name);
        json.WriteEndArray();
    }

    /// <summary>Writes the field that says where a folder's tree begins.</summary>
    public static void WriteTree(JsonTextWriter json, long offset)
    {
        json.WritePropertyName("tree");
        json.WriteStartObject();
        Write(json, "offset", offset);
        json.WriteEndObject();
    }

    /// <summary>Begins the field that is the array of pieces.</summary>
    public static void WritePieces(JsonTextWriter json)
    {
        json.WritePropertyName("pieces");
        json.WriteStartArray();
    }

    private static void Write(JsonTextWriter json, string field, double number)
    {
        json.WritePropertyName(field);
        json.WriteValue(number);
    }

    private static long NotNegative(JsonTextReader json, string field) => json is { TokenType: JsonToken.Integer, Value: long and >= 0 and var value }
        ? value
        : throw new ManifestException($"\"{field}\" is not a whole number from 0");

    /// <summary>Refuses the manifest unless something holds.</summary>
    public static void Require(bool holds, string defect)
    {
        if (!holds)
            throw new ManifestException(defect);
    }
}
