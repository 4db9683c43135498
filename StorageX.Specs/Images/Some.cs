namespace StorageX.Specs.Images;

/// <summary>Bytes for specs, the same in every run.</summary>
internal static class Some
{
    public static byte[] Bytes(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    public static byte[] Text(int length, int seed)
    {
        string[] words = ["the", "picture", "keeps", "a", "piece", "of", "your", "file", "\n", "0123", "host"];
        var random = new Random(seed);
        var text = new System.Text.StringBuilder();
        while (text.Length < length)
            text.Append(words[random.Next(words.Length)]).Append(' ');
        return System.Text.Encoding.ASCII.GetBytes(text.ToString(0, length));
    }
}
