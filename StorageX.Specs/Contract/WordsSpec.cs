using Shouldly;
using StorageX.Host.Contract;
using StorageX.Host.Daemon.Jobs;
using Xunit;

namespace StorageX.Specs.Contract;

/// <summary>The words that the daemon writes and the command line reads.</summary>
public sealed class WordsSpec
{
    [Fact]
    public void Every_kind_of_error_has_a_word_that_leads_back_to_it()
    {
        foreach (var kind in Enum.GetValues<TransferErrorKind>())
            ErrorWords.KindOf(ErrorWords.Of(kind)).ShouldBe(kind);
        ErrorWords.KindOf("from a newer daemon").ShouldBe(TransferErrorKind.Failed);
    }

    [Fact]
    public void Every_phase_has_a_word_that_leads_back_to_it()
    {
        foreach (var phase in Enum.GetValues<TransferPhase>())
            PhaseWords.PhaseOf(PhaseWords.Of(phase)).ShouldBe(phase);
        PhaseWords.PhaseOf("from a newer daemon").ShouldBe(TransferPhase.Done);
    }

    [Fact]
    public void Every_state_of_a_job_has_its_word() => Enum.GetValues<JobState>().Select(JobViews.Word).ShouldBe(JobWords.States);

    [Fact]
    public void Progress_that_went_through_a_job_is_the_same()
    {
        var progress = new TransferProgress(TransferPhase.Pieces, 5, 10, 1, 2, 3, "503", Skipped: 1);
        var job = JobProgress.Of(new(progress, 2.5, TimeSpan.FromSeconds(1.2)));
        (job.Phase, job.BytesPerSecond, job.SecondsLeft).ShouldBe(("pieces", 2, 2));
        job.AsTransfer().ShouldBe(progress);
    }
}
