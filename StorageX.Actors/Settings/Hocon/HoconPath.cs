using System.Text;

namespace StorageX.Settings.Hocon;

/// <summary>The paths that getters take: keys joined by dots, where a key in quotes may contain dots.</summary>
internal static class HoconPath
{
    public static string[] Split(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (!path.Contains('"', StringComparison.Ordinal))
            return path.Split('.');
        var keys = new List<string>();
        var key = new StringBuilder();
        var quoted = false;
        foreach (var c in path)
        {
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == '.' && !quoted)
            {
                keys.Add(key.ToString());
                key.Clear();
            }
            else
            {
                key.Append(c);
            }
        }
        return [.. keys, key.ToString()];
    }
}
