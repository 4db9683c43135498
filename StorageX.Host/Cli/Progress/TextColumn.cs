using Spectre.Console;
using Spectre.Console.Rendering;

namespace StorageX.Host.Cli.Progress;

/// <summary>A column of the bar that shows a text as it is at that moment, on one line and without markup.</summary>
/// <param name="text">Gives the text; it may hold anything.</param>
internal sealed class TextColumn(Func<string> text) : ProgressColumn
{
    /// <inheritdoc/>
    protected override bool NoWrap => true;

    /// <inheritdoc/>
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text(TerminalText.Escape(text())) { Overflow = Overflow.Ellipsis };
}
