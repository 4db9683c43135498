using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Shouldly;
using Xunit;

namespace StorageX.Specs;

/// <summary>The rules of the house, which no compiler checks.</summary>
public sealed partial class HouseSpec
{
    private static readonly Assembly Engine = typeof(Storage).Assembly;

    [Fact]
    public void No_file_is_longer_than_three_hundred_lines() =>
        Sources("").Where(source => File.ReadLines(source).Count() > 300).ShouldBeEmpty();

    [Fact]
    public void Only_the_actor_shell_knows_akka() => Mentioning(AkkaName(), "StorageX.Actors")
        .Where(source => !ShellName().IsMatch(Path.GetFileNameWithoutExtension(source))).ShouldBeEmpty();

    [Fact]
    public void Backends_know_neither_manifests_nor_transfers() => Mentioning(UpperRooms(), Path.Combine("StorageX.Actors", "Backends"))
        .Where(source => Path.GetFileName(source) != "BackendRegistry.cs" || ManifestsOrTransfersNamespace().IsMatch(File.ReadAllText(source))).ShouldBeEmpty();

    [Fact]
    public void Every_file_is_opened_and_renamed_in_one_room() => Sources("StorageX.Actors").Concat(Sources("StorageX.Host"))
        .Where(source => !source.Contains(Path.Combine("StorageX.Actors", "Files"), StringComparison.Ordinal)).Where(source => Opening().IsMatch(File.ReadAllText(source))).ShouldBeEmpty();

    [Fact]
    public void No_source_has_regions() => Mentioning(Region(), "").ShouldBeEmpty();

    [Fact]
    public void The_public_surface_shows_no_akka_type()
    {
        var shown = Engine.GetExportedTypes().SelectMany(type => Signature(type).Select(part => (type, part)));
        shown.Where(pair => Parts(pair.part).Any(part => part.Namespace?.StartsWith("Akka", StringComparison.Ordinal) == true))
            .Select(pair => $"{pair.type} shows {pair.part}").ShouldBeEmpty();
    }

    [Fact]
    public void Every_public_member_is_documented()
    {
        var documented = XDocument.Load(Path.ChangeExtension(Engine.Location, ".xml")).Descendants("member")
            .Where(member => member.Element("summary") is not null || member.Descendants("inheritdoc").Any())
            .Select(member => WithoutParameters().Replace(member.Attribute("name")!.Value, "")).ToHashSet();
        Engine.GetExportedTypes().SelectMany(MemberNames).Where(name => !documented.Contains(name)).Distinct().ShouldBeEmpty();
    }

    [GeneratedRegex(@"\bAkka\.(?!NET)", RegexOptions.None, 1000)]
    private static partial Regex AkkaName();

    [GeneratedRegex("(Actor|Router|Coordinator|Manager|Protocol)$|^(Supervision|Storage|AkkaConfig)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ShellName();

    [GeneratedRegex(@"\b(Manifests|Transfers|TransferException)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UpperRooms();

    [GeneratedRegex(@"\b(Manifests|Transfers)\.|StorageX\.(Manifests|Transfers)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ManifestsOrTransfersNamespace();

    // A stream on a handle opens nothing.
    [GeneratedRegex(
        @"\bFile\.(Open|Create|Append|ReadAll|ReadLines|WriteAll|Move|Copy|Replace)\w*\(|new FileInfo\([^)]*\)\.(Open|Create|Append|CopyTo|MoveTo|Replace)|new FileStream\((?!(FileDoor\.|new SafeFileHandle\(|Checked\(OpenPath\.))|new FileStreamOptions|EntryPoint = ""(open|openat|creat|rename)""",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Opening();

    [GeneratedRegex(@"^\s*#region", RegexOptions.Multiline, 1000)]
    private static partial Regex Region();

    [GeneratedRegex(@"[(`~].*$", RegexOptions.None, 1000)]
    private static partial Regex WithoutParameters();

    /// <summary>The repository's directory.</summary>
    internal static string Repository => Root();

    private static string Root([CallerFilePath] string here = "") => Path.GetDirectoryName(Path.GetDirectoryName(here))!;

    /// <summary>The sources in a folder of the repository.</summary>
    internal static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(Path.Combine(Root(), folder), "*.cs", SearchOption.AllDirectories)
        .Where(source => !source.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"));

    private static IEnumerable<string> Mentioning(Regex pattern, string folder) =>
        Sources(folder).Where(source => pattern.IsMatch(File.ReadAllText(source)));

    private static IEnumerable<Type> Signature(Type type)
    {
        const BindingFlags shown = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var methods = type.GetMethods(shown).Cast<MethodBase>().Concat(type.GetConstructors(shown));
        return [
            .. type.GetInterfaces(),
            .. type.BaseType is { } super ? new[] { super } : [],
            .. type.GetProperties(shown).Select(property => property.PropertyType),
            .. type.GetFields(shown).Select(field => field.FieldType),
            .. methods.SelectMany(method => method.GetParameters()).Select(parameter => parameter.ParameterType),
            .. methods.OfType<MethodInfo>().Select(method => method.ReturnType),
        ];
    }

    private static IEnumerable<Type> Parts(Type type) => type.GetGenericArguments().SelectMany(Parts)
        .Concat(type.GetElementType() is { } element ? Parts(element) : []).Append(type);

    private static IEnumerable<string> MemberNames(Type type)
    {
        const BindingFlags shown = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var name = type.FullName!.Replace('+', '.').Split('`')[0];
        var isRecord = type.GetMethod("<Clone>$") is not null || type.GetMethod("PrintMembers", BindingFlags.NonPublic | BindingFlags.Instance) is not null;
        var parameters = isRecord ? type.GetConstructors(shown).SelectMany(made => made.GetParameters()).Select(parameter => parameter.Name).ToHashSet() : [];
        return [
            "T:" + name,
            .. type.GetProperties(shown).Where(property => !parameters.Contains(property.Name) && property.Name != "EqualityContract").Select(property => $"P:{name}.{property.Name}"),
            .. type.GetFields(shown).Where(field => !field.IsSpecialName).Select(field => $"F:{name}.{field.Name}"),
            .. type.GetMethods(shown).Where(method => !method.IsSpecialName && method.GetCustomAttribute<CompilerGeneratedAttribute>() is null && method.Name[0] != '<').Select(method => $"M:{name}.{method.Name}"),
        ];
    }
}
