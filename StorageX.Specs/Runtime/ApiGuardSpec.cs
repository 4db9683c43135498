using System.Reflection;
using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Xunit;

namespace StorageX.Specs.Runtime;

/// <summary>
/// <c>Vectors/runtime-api.txt</c> lists what the runtime and its TestKit show. With our runtime the list has to be complete and exact;
/// with Akka.NET each line of it has to exist there as well. STORAGEX_WRITE_API=path writes the list anew.
/// </summary>
public sealed class ApiGuardSpec
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static Type[] Shown => [.. new[] { typeof(ActorSystem), typeof(TestKitBase), typeof(TestKit) }.Select(type => type.Assembly).Distinct().SelectMany(each => each.GetExportedTypes())];

    private static bool IsOurs => typeof(ActorSystem).Assembly.GetName().Name == "StorageX.Runtime";

    [Fact]
    public void The_runtime_shows_what_the_list_says_and_Akka_NET_has_it_too()
    {
        var listed = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Vectors", "runtime-api.txt"));
        if (IsOurs)
        {
            var shown = Shown.SelectMany(type => Members(type, Declared)).Order(StringComparer.Ordinal).ToArray();
            if (Environment.GetEnvironmentVariable("STORAGEX_WRITE_API") is { } path)
            {
                File.WriteAllLines(path, shown);
            }

            Assert.Equal(listed, shown);
            return;
        }

        var known = Shown
            .SelectMany(type => Members(type, Declared & ~BindingFlags.DeclaredOnly | BindingFlags.FlattenHierarchy)
                .Concat(type.GetInterfaces().SelectMany(each => Members(each, Declared).Skip(1)).Select(line => $"{Name(type)}{line[line.IndexOf("::", StringComparison.Ordinal)..]}")))
            .ToHashSet(StringComparer.Ordinal);
        var missing = listed.Where(line => !known.Contains(line)).ToArray();
        Assert.Empty(missing);
    }

    private static IEnumerable<string> Members(Type type, BindingFlags flags)
    {
        yield return $"{Name(type)}";
        foreach (var member in type.GetMembers(flags).Where(IsVisible))
        {
            var text = member switch
            {
                ConstructorInfo made => $"new({Parameters(made)})",
                MethodInfo { IsSpecialName: true } accessor when accessor.Name[..4] is not "op_I" and not "op_E" and not "op_D" => null,
                MethodInfo method => $"{Name(method.ReturnType)} {method.Name}{Generic(method)}({Parameters(method)})",
                FieldInfo { IsSpecialName: false } field => $"{Name(field.FieldType)} {field.Name}",
                PropertyInfo property => $"{Name(property.PropertyType)} {property.Name} {{ {(IsVisible(property.GetMethod) ? "get; " : "")}{(IsVisible(property.SetMethod) ? "set; " : "")}}}",
                _ => null,
            };
            if (text != null && member.DeclaringType != typeof(object) && !IsNoise(member, text))
            {
                yield return $"{Name(type)}::{text}";
            }
        }
    }

    /// <summary>What records and equality bring along.</summary>
    private static bool IsNoise(MemberInfo member, string text) => member.GetCustomAttribute<CompilerGeneratedAttribute>() != null
        || member.Name is "ToString" or "Equals" or "GetHashCode" or "CompareTo" || text.Contains("<Clone>", StringComparison.Ordinal);

    private static bool IsVisible(MemberInfo? member) => member switch
    {
        MethodBase method => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly,
        FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
        PropertyInfo property => IsVisible(property.GetMethod) || IsVisible(property.SetMethod),
        _ => false,
    };

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(each => Name(each.ParameterType)));

    private static string Generic(MethodInfo method) => method.IsGenericMethod ? $"`{method.GetGenericArguments().Length}" : "";

    private static string Name(Type type)
    {
        if (type.IsGenericParameter)
        {
            return type.Name;
        }

        if (type.HasElementType)
        {
            return Name(type.GetElementType()!) + (type.IsArray ? "[]" : "&");
        }

        var name = type.IsNested ? $"{Name(type.DeclaringType!)}+{type.Name}" : type.Namespace == "System" ? type.Name : $"{type.Namespace}.{type.Name}";
        return type.IsGenericType ? $"{name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : name;
    }
}
