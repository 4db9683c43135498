namespace Akka.Configuration.Hocon;

/// <summary>The fields of an object, in the order in which they were written first.</summary>
public class HoconObject
{
    internal HoconObject(Dictionary<string, HoconValue> items) => Items = items;

    /// <summary>The fields.</summary>
    public Dictionary<string, HoconValue> Items { get; }

    /// <summary>The field of a key; null if there is none.</summary>
    public HoconValue? GetKey(string key) => Items.GetValueOrDefault(key);
}
