using System.Reflection;

namespace Akka.Util;

/// <summary>
/// Finds the classes that configurations name. The assembly in a name is a hint only, because what configurations know as
/// <c>Akka</c> and <c>Akka.TestKit</c> is in assemblies of other names here.
/// </summary>
internal static class TypeNames
{
    /// <summary>A name without its assembly.</summary>
    internal static string Plain(string name) => name.Split(',')[0].Trim();

    /// <summary>The class of a name.</summary>
    /// <param name="name">Such as <c>Akka.Event.DefaultLogger, Akka</c>.</param>
    /// <returns>The class, or null.</returns>
    internal static Type? Find(string name)
    {
        if (Type.GetType(name) is { } exact)
            return exact;

        var plain = Plain(name);
        return AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetType(plain)).FirstOrDefault(type => type != null);
    }

    /// <summary>An instance of the class of a name.</summary>
    /// <typeparam name="T">What it has to be.</typeparam>
    /// <param name="name">Such as <c>Akka.Event.DefaultLogger, Akka</c>.</param>
    /// <param name="setting">The path of the setting, for the error.</param>
    /// <param name="args">The constructor's arguments.</param>
    /// <exception cref="Configuration.ConfigurationException">There is no such class.</exception>
    internal static T Create<T>(string name, string setting, params object?[] args)
        where T : class
    {
        var type = Find(name) ?? throw new Configuration.ConfigurationException($"{setting} names the class {name}, which does not exist");
        return Activator.CreateInstance(type, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, null, args, null) as T
            ?? throw new Configuration.ConfigurationException($"{setting} names the class {name}, which is not a {typeof(T).Name}");
    }
}
