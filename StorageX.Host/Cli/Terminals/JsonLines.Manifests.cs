using StorageX.Manifests;

namespace StorageX.Host.Cli.Terminals;

/// <content>What keys lead to.</content>
internal sealed partial class JsonLines
{
    /// <summary>A manifest: an event for every piece, then what they make.</summary>
    public void Described(Manifest manifest)
    {
        foreach (var piece in manifest.Pieces)
        {
            Write("piece", line =>
            {
                line.Add("seq", piece.Seq);
                line.Add("key", piece.Key);
                AddMirrors(line, piece.Mirrors);
                line.Add("offset", piece.Offset);
                line.Add("size", piece.Size);
                line.Add("checksum", piece.Checksum);
            });
            foreach (var parity in piece.Parity)
                Write("parity", line =>
                {
                    line.Add("groupEnd", piece.Seq);
                    line.Add("key", parity.Key);
                    AddMirrors(line, parity.Mirrors);
                    line.Add("size", parity.Size);
                    line.Add("checksum", parity.Checksum);
                });
        }

        Write("done", line =>
        {
            Summary(line, manifest);
            line.AddReal("protocolVersion", manifest.ProtocolVersion);
            line.Add("pieceWidth", manifest.PieceWidth);
            line.Add("pieceHeight", manifest.PieceHeight);
            if (manifest.TreeOffset is { } tree)
                line.Add("treeOffset", tree);
            if (manifest.Parity is { } scheme)
                line.Add("parity", scheme.ToString());
        });

        static void AddMirrors(JsonLine line, IReadOnlyList<string> mirrors)
        {
            if (mirrors.Count > 0)
                line.Add("mirrors", mirrors);
        }
    }
}
