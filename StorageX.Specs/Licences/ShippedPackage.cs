using System.Text.Json;
using System.Xml.Linq;

namespace StorageX.Specs.Licences;

/// <summary>A package of which the program ships something, as its own description tells it.</summary>
internal sealed record ShippedPackage(string Name, string Version, string Licence, string Owner, string? Address, IReadOnlyList<(string File, string Text)> Texts)
{
    private static readonly string[] Shipped = ["runtime", "native", "runtimeTargets"];
    private static readonly string[] WordsOfTexts = ["LICEN", "NOTICE", "COPYING"];

    /// <summary>Those that the last restore of a project chose, by name.</summary>
    /// <param name="project">The project's directory.</param>
    public static IReadOnlyList<ShippedPackage> Of(string project)
    {
        using var assets = JsonDocument.Parse(File.ReadAllText(Path.Combine(project, "obj", "project.assets.json")));
        var folders = assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToList();
        var libraries = assets.RootElement.GetProperty("libraries");
        return [
            .. from package in assets.RootElement.GetProperty("targets").GetProperty("net10.0").EnumerateObject()
            where package.Value.GetProperty("type").GetString() == "package" && Ships(package.Value)
            orderby package.Name.ToUpperInvariant()
            let place = libraries.GetProperty(package.Name).GetProperty("path").GetString()!
            select Read(package.Name.Split('/'), folders.Select(folder => Path.Combine(folder, place)).First(Directory.Exists)),
        ];
    }

    private static bool Ships(JsonElement package) =>
        Shipped.Any(kind => package.TryGetProperty(kind, out var files) && files.EnumerateObject().Any(file => !file.Name.EndsWith("_._", StringComparison.Ordinal)));

    private static ShippedPackage Read(string[] id, string folder)
    {
        var facts = XDocument.Load(Directory.EnumerateFiles(folder, "*.nuspec").Single()).Descendants().Where(element => !element.HasElements).ToLookup(element => element.Name.LocalName);
        var licence = facts["license"].FirstOrDefault();
        var texts = Directory.EnumerateFiles(folder).Where(file => WordsOfTexts.Any(word => Path.GetFileName(file).Contains(word, StringComparison.OrdinalIgnoreCase))).Order(StringComparer.Ordinal);
        return new ShippedPackage(
            id[0],
            id[1],
            licence?.Attribute("type")?.Value == "expression" ? licence.Value : licence is null ? facts["licenseUrl"].Single().Value : "its own, below",
            facts["copyright"].FirstOrDefault()?.Value ?? facts["authors"].Single().Value,
            facts["projectUrl"].FirstOrDefault()?.Value,
            [.. texts.Select(file => (Path.GetFileName(file), File.ReadAllText(file)))]);
    }
}
