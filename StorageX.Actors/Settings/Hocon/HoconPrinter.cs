using System.Text;

namespace StorageX.Settings.Hocon;

/// <summary>Writes a value as HOCON that reads back as the same value.</summary>
internal static class HoconPrinter
{
    public static string Print(HoconValue value)
    {
        var text = new StringBuilder();
        if (value.Fields is { } fields)
            PrintFields(text, fields, "");
        else
            PrintValue(text, value, "");
        return text.ToString();
    }

    private static void PrintFields(StringBuilder text, Dictionary<string, HoconValue> fields, string indent)
    {
        foreach (var (key, value) in fields)
        {
            text.Append(indent).Append(Quote(key, key.Contains('.', StringComparison.Ordinal))).Append(" : ");
            PrintValue(text, value, indent);
            text.Append('\n');
        }
    }

    private static void PrintValue(StringBuilder text, HoconValue value, string indent)
    {
        if (value.Fields is { } fields)
        {
            text.Append("{\n");
            PrintFields(text, fields, indent + "  ");
            text.Append(indent).Append('}');
        }
        else if (value.Items is { } items)
        {
            text.Append('[');
            for (var i = 0; i < items.Count; i++)
            {
                text.Append(i == 0 ? "" : ",");
                PrintValue(text, items[i], indent + "  ");
            }
            text.Append(']');
        }
        else
        {
            text.Append(value.GetString() is { } word ? Quote(word, word is "null") : "null");
        }
    }

    private static string Quote(string word, bool always)
    {
        if (!always && word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            return word;
        var quoted = new StringBuilder("\"");
        foreach (var c in word)
        {
            _ = c switch
            {
                '"' or '\\' => quoted.Append('\\').Append(c),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                < ' ' => quoted.Append("\\u").Append(((int)c).ToString("x4", null)),
                _ => quoted.Append(c),
            };
        }
        return quoted.Append('"').ToString();
    }
}
