using System.Text;

namespace StorageX.Specs.Licences;

/// <summary>The one text that tells whose work the program ships, and on what terms.</summary>
internal static class Notices
{
    private const string Mit = """
        Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the
        "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish,
        distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to
        the following conditions:

        The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

        THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF
        MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR
        ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH
        THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
        """;

    /// <summary>The licences whose terms the text, or the file LICENSE beside it, holds.</summary>
    public static IReadOnlyList<string> Known { get; } = ["MIT", "Apache-2.0", "Unlicense OR MIT", "its own, below"];

    /// <summary>The text.</summary>
    public static string Write(IReadOnlyList<ShippedPackage> packages)
    {
        var text = new StringBuilder("StorageX ships parts of these packages. The terms of Apache-2.0 are those of the file LICENSE beside this one; those of MIT, and what\npackages say themselves, follow the list.\n\n");
        foreach (var package in packages)
            text.Append($"{package.Name} {package.Version}\n  {package.Licence}\n  {package.Owner}\n{(package.Address is { } address ? $"  {address}\n" : "")}\n");
        Section(text, "MIT", Mit);
        foreach (var same in packages.SelectMany(package => package.Texts.Select(own => (package.Name, own.File, Text: Plain(own.Text)))).GroupBy(own => own.Text, StringComparer.Ordinal))
            Section(text, $"{same.First().File} of {string.Join(", ", same.Select(own => own.Name))}", same.Key);
        return text.ToString();
    }

    private static void Section(StringBuilder text, string title, string words) => text.Append($"{new string('-', 80)}\n{title}\n\n{words}\n\n");

    private static string Plain(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).Trim('\n', '\ufeff');
}
