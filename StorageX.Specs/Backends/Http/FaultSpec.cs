using Microsoft.AspNetCore.Http;
using Shouldly;
using Xunit;

namespace StorageX.Specs.Backends.Http;

/// <summary>Whatever a host does wrong, a transfer ends with the right bytes or with the right error.</summary>
public sealed class FaultSpec
{
    private const string Exists = """{ "Exists": "{regex:{json:error}|exists at: (\\\\S+)|1}" }""";

    private static readonly Fault[] OfAnyRequest =
    [
        Fault.TooManyWithSeconds, Fault.TooManyWithDate, Fault.TooManyWithReset, Fault.TooManyWithoutTime, Fault.InternalError, Fault.Unavailable,
        Fault.ResetBeforeAnswer, Fault.ResetInBody, Fault.Stall, Fault.StallInBody,
    ];

    private static readonly Fault[] OfPictures =
    [
        Fault.Truncate, Fault.FlipBit, Fault.Swap, Fault.Older, Fault.Placeholder, Fault.Lossy, Fault.Halved, Fault.Jpeg, Fault.LossyWebP, Fault.LosslessWebP, Fault.Html,
    ];

    private static readonly Fault[] OfAccess = [Fault.Unauthorised, Fault.Forbidden];

    public static TheoryData<Fault> Lossless => [.. Reencodings.Lossless];

    public static TheoryData<Fault> OfUploadsOnce => [.. OfAnyRequest, Fault.AbsentAtFirst, Fault.NoUrl, Fault.Html];

    public static TheoryData<Fault> OfRefusals => [.. OfAccess, Fault.NotFound, Fault.Duplicate, Fault.DuplicateWithUrl];

    public static TheoryData<Fault> OfDownloadsOnce => [.. OfAnyRequest, .. OfAccess, .. OfPictures, Fault.Drip, Fault.Trickle];

    public static TheoryData<Fault> OfUploadsAlways => [.. OfAnyRequest, .. OfAccess, Fault.NotFound, Fault.Duplicate, Fault.DuplicateWithUrl, Fault.NoUrl, Fault.Html];

    public static TheoryData<Fault, TransferErrorKind> OfDownloadsAlways
    {
        get
        {
            var all = new TheoryData<Fault, TransferErrorKind> { { Fault.NotFound, TransferErrorKind.Lost }, { Fault.Trickle, TransferErrorKind.Refused } };
            foreach (var fault in OfAnyRequest.Concat(OfAccess))
                all.Add(fault, TransferErrorKind.Refused);
            foreach (var fault in OfPictures)
                all.Add(fault, TransferErrorKind.Corrupt);
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(OfUploadsOnce))]
    public async Task An_upload_survives_what_goes_wrong_once(Fault fault)
    {
        await using var run = await FaultRun.StartAsync(seed: 1);
        var key = await run.UploadAsync(Once(fault));
        (await run.DownloadAsync(key, _ => Fault.None)).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(OfRefusals))]
    public async Task An_upload_survives_a_lone_refusal_by_a_host_that_took_what_came_before(Fault fault)
    {
        await using var run = await FaultRun.StartAsync(seed: 1);
        var key = await run.UploadAsync(Once(fault, number: 4));
        (await run.DownloadAsync(key, _ => Fault.None)).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(OfDownloadsOnce))]
    public async Task A_download_survives_what_goes_wrong_once(Fault fault)
    {
        await using var run = await FaultRun.StartAsync(seed: 2);
        var key = await run.UploadAsync(_ => Fault.None);
        (await run.DownloadAsync(key, Once(fault))).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(OfUploadsAlways))]
    public async Task An_upload_to_a_host_that_never_takes_it_ends_as_refused(Fault fault)
    {
        await using var run = await FaultRun.StartAsync(seed: 3);
        var error = await Should.ThrowAsync<TransferException>(() => run.UploadAsync(_ => fault));
        error.Kind.ShouldBe(TransferErrorKind.Refused, error.Message);
        run.Host.Tries.Values.ShouldAllBe(tries => tries <= FaultRun.Attempts);
    }

    [Theory]
    [MemberData(nameof(OfDownloadsAlways))]
    public async Task A_download_from_a_host_that_never_gives_it_ends_with_the_right_error(Fault fault, TransferErrorKind kind)
    {
        await using var run = await FaultRun.StartAsync(seed: 4);
        var key = await run.UploadAsync(_ => Fault.None);
        var error = await Should.ThrowAsync<TransferException>(() => run.DownloadAsync(key, _ => fault));
        error.Kind.ShouldBe(kind, error.Message);
        run.Host.Tries.Values.ShouldAllBe(tries => tries <= FaultRun.Attempts * FaultRun.PieceAttempts);
    }

    [Fact]
    public async Task An_image_that_the_host_has_already_is_taken_from_where_it_is()
    {
        await using var run = await FaultRun.StartAsync(seed: 5, Exists);
        var key = await run.UploadAsync(_ => Fault.DuplicateWithUrl);
        (await run.DownloadAsync(key, _ => Fault.None)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_host_that_alters_images_without_saying_so_is_found_out_when_uploads_are_checked()
    {
        await using var run = await FaultRun.StartAsync(seed: 6, """{ "Verify": true }""");
        var error = await Should.ThrowAsync<TransferException>(() => run.UploadAsync(_ => Fault.LossyWithoutSaying));
        error.Kind.ShouldBe(TransferErrorKind.Refused);
        error.Message.ShouldContain("another picture than it was sent");
    }

    [Fact]
    public async Task A_host_that_alters_images_without_saying_so_never_gives_wrong_bytes()
    {
        await using var run = await FaultRun.StartAsync(seed: 7);
        var key = await run.UploadAsync(_ => Fault.LossyWithoutSaying);
        var error = await Should.ThrowAsync<TransferException>(() => run.DownloadAsync(key, _ => Fault.None));
        error.Kind.ShouldBe(TransferErrorKind.Corrupt);
    }

    [Fact]
    public async Task A_picture_that_comes_late_is_waited_for_where_uploads_are_checked()
    {
        await using var run = await FaultRun.StartAsync(seed: 8, """{ "Verify": true }""");
        var key = await run.UploadAsync(Once(Fault.LostAtFirst));
        (await run.DownloadAsync(key, _ => Fault.None)).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Lossless))]
    public async Task A_file_survives_a_host_that_encodes_its_pictures_anew_without_loss(Fault fault)
    {
        await using var run = await FaultRun.StartAsync(seed: 9, grey: fault is Fault.Palette or Fault.Grey);
        var key = await run.UploadAsync(_ => Fault.None);
        run.Host.Images.Values.Any(image => !Reencodings.Of(fault, image).SequenceEqual(image)).ShouldBeTrue();
        (await run.DownloadAsync(key, _ => fault)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(Fault.LosslessWebP, "WebP")]
    [InlineData(Fault.LossyWebP, "WebP")]
    [InlineData(Fault.Jpeg, "JPEG")]
    public async Task A_host_that_gives_pictures_of_another_kind_is_found_out_by_name(Fault fault, string kind)
    {
        await using var run = await FaultRun.StartAsync(seed: 10);
        var key = await run.UploadAsync(_ => Fault.None);
        var error = await Should.ThrowAsync<TransferException>(() => run.DownloadAsync(key, _ => fault));
        error.Message.ShouldContain(kind);
    }

    [Fact]
    public async Task A_host_that_takes_pictures_and_forgets_them_ends_a_download_as_lost()
    {
        await using var run = await FaultRun.StartAsync(seed: 11);
        var key = await run.UploadAsync(_ => Fault.Forgotten);
        var error = await Should.ThrowAsync<TransferException>(() => run.DownloadAsync(key, _ => Fault.None));
        error.Kind.ShouldBe(TransferErrorKind.Lost);
    }

    private static Func<HttpRequest, Fault> Once(Fault fault, int number = 2)
    {
        var asked = 0;
        return _ => Interlocked.Increment(ref asked) == number ? fault : Fault.None;
    }
}
