using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using StorageX.Host.Contract;

namespace StorageX.Host.Daemon.Http;

/// <summary>How an endpoint differs from the rule that every request needs the token and comes from no other page.</summary>
internal static class EndpointRules
{
    /// <summary>The endpoint answers without a token.</summary>
    public static T AllowWithoutToken<T>(this T route)
        where T : IEndpointConventionBuilder => route.WithMetadata(WithoutToken.Instance);

    /// <summary>Pages elsewhere may link to the endpoint; its URL is all that opens it. GET and HEAD alone.</summary>
    public static T AllowFromElsewhere<T>(this T route)
        where T : IEndpointConventionBuilder => route.WithMetadata(FromElsewhere.Instance);

    /// <summary>The errors that an endpoint answers, besides those that every one may.</summary>
    public static RouteHandlerBuilder WithProblems(this RouteHandlerBuilder route, params int[] statuses)
    {
        foreach (var status in statuses)
            route.Produces<Problem>(status, "application/problem+json");
        return route;
    }
}
