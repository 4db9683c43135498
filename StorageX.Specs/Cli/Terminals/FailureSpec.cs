using Shouldly;
using StorageX.Host.Cli.Terminals;
using Xunit;

namespace StorageX.Specs.Cli.Terminals;

public sealed class FailureSpec
{
    [Theory]
    [InlineData(TransferErrorKind.Failed, 1, "failed")]
    [InlineData(TransferErrorKind.InvalidKey, 2, "usage")]
    [InlineData(TransferErrorKind.Lost, 3, "lost")]
    [InlineData(TransferErrorKind.Corrupt, 4, "corrupt")]
    [InlineData(TransferErrorKind.Refused, 5, "refused")]
    [InlineData(TransferErrorKind.IsFolder, 1, "folder")]
    public void Every_kind_of_error_has_its_exit_code(TransferErrorKind kind, int code, string word) =>
        Failure.From(new TransferException(kind, "what happened")).ShouldBe(new Failure(code, word, "what happened"));

    [Fact]
    public void No_kind_of_error_is_forgotten() => Enum.GetValues<TransferErrorKind>().Length.ShouldBe(6);

    [Fact]
    public void A_wrong_setting_is_wrong_usage() =>
        Failure.From(new SettingsException("akka.hocon: wrong")).ExitCode.ShouldBe(2);

    [Fact]
    public void What_the_user_interrupted_is_interrupted() =>
        Failure.From(new OperationCanceledException(), interrupted: true).ShouldBe(new Failure(130, "interrupted", "interrupted"));

    [Fact]
    public void A_cancellation_that_nobody_asked_for_is_a_bug() =>
        Failure.From(new OperationCanceledException()).IsBug.ShouldBeTrue();

    [Fact]
    public void A_file_that_fails_is_no_bug() =>
        Failure.From(new IOException("the disk went away")).ShouldBe(new Failure(1, "failed", "the disk went away"));

    [Fact]
    public void A_bug_says_what_it_was()
    {
        var failure = Failure.From(new InvalidOperationException("never here"));
        failure.ExitCode.ShouldBe(1);
        failure.Message.ShouldBe("unexpected error: InvalidOperationException: never here");
        failure.IsBug.ShouldBeTrue();
    }
}
