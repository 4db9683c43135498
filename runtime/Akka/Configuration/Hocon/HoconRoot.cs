namespace Akka.Configuration.Hocon;

/// <summary>A parsed text whose substitutions are still open; what an include callback answers.</summary>
public class HoconRoot
{
    internal HoconRoot(ObjectNode fields, int length) => (Fields, Length) = (fields, length);

    internal ObjectNode Fields { get; }

    /// <summary>Characters of the text and of everything it includes.</summary>
    internal int Length { get; }
}
