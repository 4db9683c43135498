using Shouldly;
using StorageX.Backends;
using Xunit;

namespace StorageX.Specs.Backends;

public sealed class BackendExceptionSpec
{
    [Theory]
    [InlineData(BackendErrorKind.Transient, true)]
    [InlineData(BackendErrorKind.Throttled, true)]
    [InlineData(BackendErrorKind.Corrupt, true)]
    [InlineData(BackendErrorKind.Lost, false)]
    [InlineData(BackendErrorKind.Rejected, false)]
    [InlineData(BackendErrorKind.Unauthorised, false)]
    public void Only_what_may_heal_is_tried_again(BackendErrorKind kind, bool retryable) =>
        new BackendException(kind, "x").IsRetryable.ShouldBe(retryable);

    [Fact]
    public void A_host_that_asks_to_wait_for_ever_is_waited_for_a_day()
    {
        Waiting(TimeSpan.MaxValue).ShouldBe(TimeSpan.FromDays(1));
        Waiting(TimeSpan.FromHours(2)).ShouldBe(TimeSpan.FromHours(2));
        Waiting(null).ShouldBeNull();
    }

    [Fact]
    public void A_hosts_words_cannot_command_the_terminal() =>
        new BackendException(BackendErrorKind.Rejected, "no\r\n\u001b[31mred\u009b1m \u202egnp.\0\u2028end\u007f").Message
            .ShouldBe("no   [31mred 1m  gnp.  end ");

    [Fact]
    public void A_hosts_words_are_shortened_between_characters()
    {
        var message = new BackendException(BackendErrorKind.Rejected, string.Concat(Enumerable.Repeat("😀", 1000))).Message;
        message.Length.ShouldBeInRange(300, 303);
        message.ShouldEndWith("😀…");
        new BackendException(BackendErrorKind.Rejected, "\ud800x").Message.ShouldBe("\ufffdx");
    }

    private static TimeSpan? Waiting(TimeSpan? asked) => new BackendException(BackendErrorKind.Throttled, "x", asked).RetryAfter;
}
