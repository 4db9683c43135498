using Newtonsoft.Json.Linq;
using StorageX.Backends;
using StorageX.Backends.Http;
using StorageX.Files;

namespace StorageX;

/// <summary>The hosts whose ShareX uploader files (<c>.sxcu</c>) were imported; each counts as a configured backend.</summary>
public static class UploaderProfiles
{
    /// <summary>Whether there is an imported profile of that name.</summary>
    public static bool Exists(string name) => ProfileStore.IsName(name) && ProfileStore.Default().Names.Contains(name);

    /// <summary>Reads an uploader file, and keeps nothing.</summary>
    /// <param name="path">The file, or the name of one that comes with StorageX.</param>
    /// <param name="answers">Answers to the questions that the uploader asks, by title.</param>
    /// <returns>What it would be given, and where it would send it.</returns>
    /// <exception cref="SettingsException">The file is no uploader for images.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static UploaderNeeds Inspect(string path, IReadOnlyDictionary<string, string>? answers = null)
    {
        try
        {
            return NeedsOf(path, SxcuFile.Parse(WithAnswers(TextOf(path), answers ?? new Dictionary<string, string>())));
        }
        catch (ProfileException error)
        {
            throw new SettingsException($"{path}: {error.Message}", error);
        }
    }

    /// <summary>Keeps an uploader file as a backend.</summary>
    /// <param name="path">The file, or the name of one that comes with StorageX.</param>
    /// <param name="name">What the backend is called; null for the name in the file.</param>
    /// <param name="replace">Whether one of that name is replaced.</param>
    /// <param name="answers">Answers to the questions that the uploader asks, by title.</param>
    /// <param name="configFile">One more configuration file, as in <see cref="StorageXSettings.Load"/>.</param>
    /// <param name="variables">Environment variables that it may send to its host, beside those that its own name explains.</param>
    /// <returns>The backend's name, and what is known of it.</returns>
    /// <exception cref="SettingsException">The file is no uploader for images, or the name is taken or no name.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static KeyValuePair<string, BackendSettings> Import(
        string path, string? name = null, bool replace = false, IReadOnlyDictionary<string, string>? answers = null, string? configFile = null,
        IReadOnlyCollection<string>? variables = null)
    {
        try
        {
            var text = WithAnswers(TextOf(path), answers ?? new Dictionary<string, string>());
            var profile = SxcuFile.Parse(text);
            if (answers?.Keys.FirstOrDefault(title => !profile.Questions.Contains(title)) is { } unasked)
                throw new SettingsException($"{path}: the uploader asks for no \"{unasked}\"{(profile.Questions.Any() ? $"; it asks for {string.Join(", ", profile.Questions.Select(title => $"\"{title}\""))}" : "")}");
            if (NeedsOf(path, profile).Unexplained.Where(variable => variables?.Contains(variable) != true).ToList() is { Count: > 0 } foreign)
                throw new SettingsException(
                    $"{path}: the uploader sends {Listed(foreign)} of the environment to {Host(profile)}, and its name does not say why; if it may, say so with {string.Join(' ', foreign.Select(variable => $"--allow-env {variable}"))}");
            if (profile.OpenQuestions.FirstOrDefault() is { } question)
                throw new SettingsException($"{path}: the uploader asks for \"{question}\"; say it with --answer \"{question}=...\"");
            var chosen = name ?? (IsBuiltIn(path) ? path : ProfileStore.NameFrom(profile.Name));
            RequireFree(chosen, replace, configFile);
            var store = ProfileStore.Default();
            store.Save(chosen, text);
            return KeyValuePair.Create(chosen, (BackendSettings)new HttpSettings(profile, store.PathOf(chosen)));
        }
        catch (ProfileException error)
        {
            throw new SettingsException($"{path}: {error.Message}", error);
        }
    }

    /// <summary>Forgets an imported backend; what is stored there stays.</summary>
    /// <exception cref="SettingsException">None of that name was imported.</exception>
    public static void Remove(string name)
    {
        if (!ProfileStore.Default().Remove(name))
            throw new SettingsException($"\"{name}\" was not imported; storagex backend list shows what is there");
    }

    /// <summary>Writes limits of the host into the imported profile of that name, under "StorageX".</summary>
    /// <param name="name">The backend's name.</param>
    /// <param name="file">The file that the backend was read from.</param>
    /// <param name="limits">The keys and their values.</param>
    /// <returns>The file; null if the profile of that name is another file, which is its owner's to edit.</returns>
    internal static string? Learn(string name, string file, IReadOnlyDictionary<string, long> limits)
    {
        var store = ProfileStore.Default();
        if (!Exists(name) || store.PathOf(name) != file)
            return null;
        var json = ProfileObject.Parse(FileDoor.Text(file));
        var key = json.Properties().FirstOrDefault(property => property.Name.Equals("StorageX", StringComparison.OrdinalIgnoreCase));
        if (key?.Value is not JObject own)
            json["StorageX"] = own = [];
        foreach (var (limit, value) in limits)
        {
            own.Property(limit, StringComparison.OrdinalIgnoreCase)?.Remove();
            own[limit] = value;
        }

        store.Save(name, json.ToString());
        return file;
    }

    private static UploaderNeeds NeedsOf(string path, UploaderProfile profile)
    {
        var variables = profile.Variables.ToList();
        return new(profile.Name, variables, IsBuiltIn(path) ? [] : [.. variables.Where(variable => !VariableRule.Explains(profile.Name, variable))], PrivatePlaces.Of(profile));
    }

    private static string Host(UploaderProfile profile) => new HttpSettings(profile, "").Place;

    private static string Listed(List<string> words) => words.Count == 1 ? words[0] : $"{string.Join(", ", words[..^1])} and {words[^1]}";

    private static bool IsBuiltIn(string path) => !File.Exists(path) && BuiltInProfiles.Text(path) is not null;

    private static string TextOf(string path)
    {
        if (File.Exists(path) || BuiltInProfiles.Text(path) is not { } text)
        {
            return File.Exists(path) || path.Contains('.') || path.Contains('/')
                ? FileDoor.Text(path)
                : throw new SettingsException($"\"{path}\" is no file, and none of the hosts that are known by name: {string.Join(", ", BuiltInProfiles.Names)}");
        }

        return text;
    }

    private static void RequireFree(string name, bool replace, string? configFile)
    {
        if (!ProfileStore.IsName(name))
            throw new SettingsException($"\"{name}\" is no name for a backend: up to 64 letters, digits, dots, dashes and underscores are; choose one with --name");
        if (Exists(name) && !replace)
            throw new SettingsException($"a backend named {name} was imported before; replace it with --force, or choose another name with --name");
        if (!Exists(name) && StorageXSettings.Load(configFile).Backends.ContainsKey(name))
            throw new SettingsException($"a backend named {name} stands in akka.hocon; choose another name with --name");
    }

    private static string WithAnswers(string text, IReadOnlyDictionary<string, string> answers)
    {
        if (answers.Count == 0)
            return text;
        var json = ProfileObject.Parse(text);
        json.Merge(new JObject { ["StorageX"] = new JObject { ["Answers"] = JObject.FromObject(answers) } });
        return json.ToString();
    }
}
