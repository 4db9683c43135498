namespace StorageX.Backends.Http;

/// <summary>
/// Which environment variables an uploader may send to its host without being asked: those that begin with the first word of its own name.
/// The name is the file's own to choose, so it explains nothing that belongs to what other programs keep in the environment.
/// </summary>
internal static class VariableRule
{
    private const int ShortestName = 3;

    private static readonly HashSet<string> Others = new(StringComparer.Ordinal)
    {
        "AWS", "AZURE", "GOOGLE", "GCP", "GCLOUD", "GITHUB", "GITLAB", "BITBUCKET", "DOCKER", "NPM", "NUGET", "PYPI", "TWINE", "CARGO", "SSH", "GPG",
        "OPENAI", "ANTHROPIC", "HUGGINGFACE", "SLACK", "STRIPE", "TWILIO", "SENTRY", "DATADOG", "HEROKU", "VERCEL", "NETLIFY", "CLOUDFLARE", "DIGITALOCEAN",
        "KUBE", "KUBERNETES", "VAULT", "CONSUL", "PG", "PGPASSWORD", "POSTGRES", "MYSQL", "REDIS", "MONGO", "DATABASE", "RESTIC", "RCLONE", "BORG", "STORAGEX",
        "HOME", "PATH", "USER", "SHELL", "LD", "XDG", "HTTP", "HTTPS", "ALL", "API", "ACCESS", "SECRET", "TOKEN", "PASSWORD",
    };

    /// <summary>Whether the name of an uploader says why it reads a variable.</summary>
    /// <param name="profile">What the uploader is called.</param>
    /// <param name="variable">The variable.</param>
    public static bool Explains(string profile, string variable)
    {
        var word = new string([.. profile.ToUpperInvariant().TakeWhile(char.IsAsciiLetterOrDigit)]);
        return word.Length >= ShortestName && !Others.Contains(word) && variable.StartsWith(word + "_", StringComparison.Ordinal);
    }
}
