namespace StorageX.Backends.Http;

/// <summary>A function in a template, with its parameters.</summary>
internal sealed class SxcuCall : SxcuTemplate.Part
{
    private static readonly Dictionary<string, (SxcuFunction Function, int Least, int Most)> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["response"] = (SxcuFunction.Response, 0, 0),
        ["responseurl"] = (SxcuFunction.ResponseUrl, 0, 0),
        ["header"] = (SxcuFunction.Header, 1, 1),
        ["json"] = (SxcuFunction.Json, 1, 2),
        ["xml"] = (SxcuFunction.Xml, 1, 2),
        ["regex"] = (SxcuFunction.Regex, 1, 3),
        ["filename"] = (SxcuFunction.FileName, 0, 0),
        ["input"] = (SxcuFunction.Input, 0, 0),
        ["base64"] = (SxcuFunction.Base64, 1, 1),
        ["random"] = (SxcuFunction.Random, 1, int.MaxValue),
        ["select"] = (SxcuFunction.Ask, 1, int.MaxValue),
        ["inputbox"] = (SxcuFunction.Ask, 0, 2),
        ["prompt"] = (SxcuFunction.Ask, 0, 2),
        ["outputbox"] = (SxcuFunction.Output, 1, 2),
        ["env"] = (SxcuFunction.Environment, 1, 1),
        ["base64file"] = (SxcuFunction.Base64File, 0, 0),
        ["locator"] = (SxcuFunction.Locator, 0, 0),
        ["deletion"] = (SxcuFunction.Deletion, 0, 0),
    };

    private SxcuCall(string name, SxcuFunction function, IReadOnlyList<SxcuTemplate> parameters) => (Name, Function, Parameters) = (name, function, parameters);

    /// <summary>All of it as it was written; null where another syntax was.</summary>
    public string? Source { get; set; }

    /// <summary>Its name as it was written.</summary>
    public string Name { get; }

    /// <summary>What it does.</summary>
    public SxcuFunction Function { get; }

    /// <summary>Its parameters.</summary>
    public IReadOnlyList<SxcuTemplate> Parameters { get; }

    /// <summary>Whether it gives something out of a host's answer.</summary>
    public bool ReadsAnswer => Function is SxcuFunction.Response or SxcuFunction.ResponseUrl or SxcuFunction.Header or SxcuFunction.Json or SxcuFunction.Xml or SxcuFunction.Regex;

    /// <summary>Makes a call.</summary>
    /// <exception cref="ProfileException">There is no such function, or it has more or fewer parameters.</exception>
    public static SxcuCall Create(string field, string name, IReadOnlyList<SxcuTemplate> parameters)
    {
        if (!Known.TryGetValue(name, out var known))
            throw new ProfileException(field, $"there is no function {{{name}}}; write \\{{ for a brace that is meant as it is");
        if (parameters.Count < known.Least || parameters.Count > known.Most)
            throw new ProfileException(field, $"{{{name}}} has {parameters.Count} parameters, where {(known.Least == known.Most ? $"{known.Least}" : $"{known.Least} or more")} belong");
        // Whoever imports the file is told which variables it reads, so their names must stand in it.
        if (known.Function == SxcuFunction.Environment && (parameters[0].Calls.Any() || !IsVariable(parameters[0].Render(new SxcuContext()))))
            throw new ProfileException(field, $"{{{name}}} takes the name of an environment variable as it is: letters, digits and underscores, and no function");
        return new SxcuCall(name, known.Function, parameters);
    }

    private static bool IsVariable(string name) => name.Length > 0 && name.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');
}

/// <summary>What a function of a template does.</summary>
internal enum SxcuFunction
{
    /// <summary>The body of the answer.</summary>
    Response,

    /// <summary>The URL that answered.</summary>
    ResponseUrl,

    /// <summary>A header field of the answer.</summary>
    Header,

    /// <summary>A value in JSON, by JSONPath.</summary>
    Json,

    /// <summary>A value in XML, by XPath.</summary>
    Xml,

    /// <summary>What a regular expression finds.</summary>
    Regex,

    /// <summary>The name that the image is sent under.</summary>
    FileName,

    /// <summary>The text that is uploaded: none, for an image.</summary>
    Input,

    /// <summary>A text in Base64.</summary>
    Base64,

    /// <summary>One of the parameters, by chance.</summary>
    Random,

    /// <summary>What the user answers.</summary>
    Ask,

    /// <summary>A text that is shown to the user.</summary>
    Output,

    /// <summary>An environment variable.</summary>
    Environment,

    /// <summary>The image in Base64.</summary>
    Base64File,

    /// <summary>The URL of the image that is to be deleted.</summary>
    Locator,

    /// <summary>What the host gave that deletes the image.</summary>
    Deletion,
}
