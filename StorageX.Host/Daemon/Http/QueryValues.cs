using Microsoft.AspNetCore.Http;
using StorageX.Host.Contract;

namespace StorageX.Host.Daemon.Http;

/// <summary>Reads what a request's query says of a file that is its body.</summary>
internal static class QueryValues
{
    /// <summary>Reads all values.</summary>
    /// <param name="query">The query.</param>
    /// <param name="asked">What it says.</param>
    /// <param name="mistake">What is wrong with it.</param>
    /// <returns>Whether it can be understood.</returns>
    public static bool TryRead(IQueryCollection query, out UploadRequest asked, out string mistake)
    {
        asked = new UploadRequest();
        mistake = "";
        foreach (var (name, texts) in query)
        {
            if (UploadQuery.Values.FirstOrDefault(known => known.Name == name) is not { } value || texts is not [{ } text])
            {
                mistake = $"the query knows, each once: {string.Join(", ", UploadQuery.Values.Select(known => known.Name))}";
                return false;
            }

            if (value.Apply(asked, text) is not { } applied)
            {
                mistake = $"\"{name}\" in the query is not what it should be";
                return false;
            }

            asked = applied;
        }

        return true;
    }
}
