using Shouldly;
using StorageX.Backends;
using StorageX.Pacing;
using Xunit;

namespace StorageX.Specs.Settings;

public sealed class SettingsSpec
{
    [Fact]
    public void Every_default_of_akka_hocon_is_read()
    {
        var settings = StorageXSettings.Parse("");
        (settings.PieceWidth, settings.PieceHeight, settings.DefaultBackend).ShouldBe((1024, 768, "directory"));
        settings.Backends.ShouldHaveSingleItem().ShouldBe(KeyValuePair.Create("directory", (BackendSettings)new DirectorySettings("", Sync: true)));
        settings.Transfers.ShouldBe(new TransferSettings(4, 8, Environment.ProcessorCount, Environment.ProcessorCount, 3, TimeSpan.FromSeconds(30), 32));
        settings.Compression.ShouldBeTrue();
        settings.Uploads.ShouldBe(new PaceSettings());
        settings.Downloads.ShouldBe(new PaceSettings());
    }

    [Theory]
    [InlineData("storagex.piece.width = 16", "16 768 directory")]
    [InlineData("storagex { piece { height = 16384 } }", "1024 16384 directory")]
    [InlineData("storagex.piece { width = 40, height = 30 }", "40 30 directory")]
    [InlineData("storagex { backend = nas, backends.nas { type = directory, path = /mnt } }", "1024 768 nas")]
    public void A_text_overrides_what_it_names_and_nothing_else(string hocon, string expected)
    {
        var settings = StorageXSettings.Parse(hocon);
        $"{settings.PieceWidth} {settings.PieceHeight} {settings.DefaultBackend}".ShouldBe(expected);
        settings.Backends.Keys.ShouldContain("directory");
    }

    [Fact]
    public void Every_number_can_be_set()
    {
        var settings = StorageXSettings.Parse("""
            storagex.compression = off
            storagex.transfers { running = 9, credits = 10, encoders = 11, decoders = 12, piece-attempts = 13, drain-timeout = 14s }
            storagex.uploads { permits = 1, rate = 0.25, attempts = 2, request-timeout = 3m, backoff { min = 4ms, max = 5s, jitter = 0.5 } }
            storagex.downloads { permits = 6, rate = 7, attempts = 8, request-timeout = 1h, backoff { min = 1s, max = 1s, jitter = 0 } }
            storagex.backends.directory { path = "/a b", sync = off }
            """);
        settings.Compression.ShouldBeFalse();
        settings.Transfers.ShouldBe(new TransferSettings(9, 10, 11, 12, 13, TimeSpan.FromSeconds(14), 32));
        settings.Uploads.ShouldBe(Pace(1, 0.25, 2, TimeSpan.FromMinutes(3), 4, 5000, 0.5));
        settings.Downloads.ShouldBe(Pace(6, 7, 8, TimeSpan.FromHours(1), 1000, 1000, 0));
        settings.Backends["directory"].ShouldBe(new DirectorySettings("/a b", Sync: false));
    }

    [Theory]
    [InlineData("storagex.peice.width = 16", "storagex.peice: no such setting")]
    [InlineData("storagex.piece.widht = 16", "storagex.piece.widht: no such setting; there are: width, height")]
    [InlineData("storagex.uploads.permit = 1", "storagex.uploads.permit: no such setting")]
    [InlineData("storagex.downloads.backoff.factor = 2", "storagex.downloads.backoff.factor: no such setting")]
    [InlineData("storagex.transfers.credit = 1", "storagex.transfers.credit: no such setting")]
    [InlineData("storagex.backends.directory.url = x", "storagex.backends.directory.url: no such setting")]
    public void A_name_without_meaning_is_refused_by_its_full_path(string hocon, string message) => Refused(hocon).ShouldStartWith(message);

    [Theory]
    [InlineData("storagex.piece.width = 15", "storagex.piece.width: a whole number from 16 to 16384 is expected here")]
    [InlineData("storagex.piece.width = 16385", "storagex.piece.width: a whole number from 16 to 16384 is expected here")]
    [InlineData("storagex.piece.width = wide", "storagex.piece.width: a whole number from 16 to 16384 is expected here")]
    [InlineData("storagex.piece.height = 99999999999", "storagex.piece.height: a whole number from 16 to 16384 is expected here")]
    [InlineData("storagex.piece.height = 16.5", "storagex.piece.height: a whole number from 16 to 16384 is expected here")]
    [InlineData("storagex.piece.height = [16]", "storagex.piece.height: a whole number")]
    [InlineData("storagex.uploads.permits = 0", "storagex.uploads.permits: a whole number from 1 to 1000 is expected here")]
    [InlineData("storagex.uploads.rate = -1", "storagex.uploads.rate: a number from 0 to 1000000 is expected here")]
    [InlineData("storagex.uploads.rate = NaN", "storagex.uploads.rate: a number from 0 to 1000000 is expected here")]
    [InlineData("storagex.uploads.request-timeout = 0s", "storagex.uploads.request-timeout: a length of time")]
    [InlineData("storagex.uploads.request-timeout = soon", "storagex.uploads.request-timeout: a length of time")]
    [InlineData("storagex.uploads.request-timeout = infinite", "storagex.uploads.request-timeout: a length of time")]
    [InlineData("storagex.uploads.request-timeout = 25d", "storagex.uploads.request-timeout: a length of time")]
    [InlineData("storagex.downloads.backoff.jitter = 1.1", "storagex.downloads.backoff.jitter: a number from 0 to 1 is expected here")]
    [InlineData("storagex.downloads.backoff { min = 2s, max = 1s }", "storagex.downloads.backoff.min: is longer than max")]
    [InlineData("storagex.transfers.drain-timeout = -1s", "storagex.transfers.drain-timeout: a length of time")]
    [InlineData("storagex.backends.directory.sync = maybe", "storagex.backends.directory.sync: on or off is expected here")]
    [InlineData("storagex.backends.nas { path = x }", "storagex.backends.nas.type: ")]
    [InlineData("storagex.backends.nas { type = ftp }", "storagex.backends.nas.type: \"ftp\" is no type of backend; there is: directory")]
    [InlineData("storagex.backend = nas", "storagex.backend: \"nas\" is none of the configured backends (directory)")]
    public void A_value_that_is_wrong_is_refused_with_what_is_expected(string hocon, string message) => Refused(hocon).ShouldStartWith(message);

    [Theory]
    [InlineData("@ = 1")]
    [InlineData("storagex { @ = 1 }")]
    public void A_text_that_is_not_hocon_is_refused_by_where_it_came_from(string hocon) => Refused(hocon).ShouldStartWith("the given text: ");

    [Theory]
    [InlineData("storagex {\n  piece { width = 512\n", "the given text: line 3, column 1: expected '}' to close the '{' of line 2, column 9, found the end of the text")]
    [InlineData("storagex.fetch {\n  hosts = [\"a\" \"b\"\n}", "the given text: line 3, column 1: expected a value, found '}'")]
    [InlineData("x = ${x}", "line 1, column 5: ${x} points at itself, and nothing was assigned to it before")]
    [InlineData("include required(\"none.hocon\")", "the given text: line 1, column 1: expected a file \"none.hocon\" to include, found none")]
    public void What_akka_takes_in_silence_or_dies_of_is_refused_by_its_place(string hocon, string message) => Refused(hocon).ShouldBe(message);

    [Fact]
    public void A_list_grows_and_a_variable_is_read_if_it_is_set()
    {
        const string name = "STORAGEX_SPEC_PERMITS";
        var text = $"storagex {{ fetch.hosts += nas.lan, uploads.permits = ${{?{name}}} }}";
        StorageXSettings.Parse(text).Uploads.Permits.ShouldBe(4);
        Environment.SetEnvironmentVariable(name, "7");
        try
        {
            var settings = StorageXSettings.Parse(text);
            (settings.Uploads.Permits, settings.FetchHosts.Single()).ShouldBe((7, "nas.lan"));
        }
        finally
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    private static string Refused(string hocon) => Should.Throw<SettingsException>(() => WholeSettings.Parse(hocon)).Message;

    private static PaceSettings Pace(int permits, double rate, int attempts, TimeSpan timeout, int min, int max, double jitter) => new()
    {
        Permits = permits,
        Rate = rate,
        Attempts = attempts,
        RequestTimeout = timeout,
        BackoffMin = TimeSpan.FromMilliseconds(min),
        BackoffMax = TimeSpan.FromMilliseconds(max),
        BackoffJitter = jitter,
    };
}
