using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using Shouldly;
using StorageX.Errors;
using Xunit;

namespace StorageX.Specs.Errors;

public sealed class ConnectionWordsSpec
{
    [Fact]
    public async Task A_port_that_nobody_listens_on_is_told_without_the_words_of_the_system()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        taken.Stop();
        (await WordsAsync($"http://127.0.0.1:{port}/")).ShouldBe("nothing listens there (connection refused)");
    }

    [Theory]
    [InlineData("http", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx", "the connection ended in the middle of the answer")]
    [InlineData("http", "SSH-2.0-x\r\n", "what comes from there is no answer in HTTP; is it https, or another port?")]
    [InlineData("https", "HTTP/1.1 400 Bad Request\r\n\r\n", "what listens there does not speak TLS; is it http, or another port?")]
    public async Task A_server_that_is_none_is_told_in_our_words(string scheme, string sends, string words)
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var told = WordsAsync($"{scheme}://{server.LocalEndpoint}/");
        using (var client = await server.AcceptTcpClientAsync())
        {
            await using var stream = client.GetStream();
            _ = await stream.ReadAsync(new byte[4096]);
            await stream.WriteAsync(Encoding.ASCII.GetBytes(sends));
        }

        (await told).ShouldBe(words);
    }

    [Theory]
    [InlineData("The remote certificate is invalid according to the validation procedure: RemoteCertificateNameMismatch", "its certificate is for another host; is the name right?")]
    [InlineData("The remote certificate is invalid because of errors in the certificate chain: NotTimeValid", "its certificate has expired, or is not valid yet; is this machine's clock right?")]
    [InlineData("The remote certificate is invalid because of errors in the certificate chain: UntrustedRoot", "its certificate comes from nobody that this machine trusts")]
    public void A_certificate_that_is_not_right_is_told_with_what_to_look_at(string runtime, string words) =>
        SystemWords.Of(new HttpRequestException(HttpRequestError.SecureConnectionError, "The SSL connection could not be established, see inner exception.", new AuthenticationException(runtime))).ShouldBe(words);

    [Fact]
    public void A_broken_connection_is_told_as_such() =>
        SystemWords.Of(new IOException("Unable to read data from the transport connection", new SocketException((int)SocketError.ConnectionReset))).ShouldBe("the connection was broken off");

    private static async Task<string> WordsAsync(string url)
    {
        using var client = new HttpClient();
        return SystemWords.Of(await Should.ThrowAsync<HttpRequestException>(() => client.GetAsync(new Uri(url))));
    }
}
