using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace NNOptim.Coordinator.Dashboard.Access;

/// <summary>Sets up authentication and authorisation. By default an endpoint requires a known caller, and an admin for all methods except GET and HEAD.</summary>
internal static class AccessServices
{
    /// <summary>The policy that requires an admin for every method.</summary>
    public const string Steer = "steer";

    /// <summary>Adds authentication, the fallback policy and the policy of actions.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddSingleton<Callers>().AddSingleton<Sessions>().AddSingleton<Refusals>().AddSingleton<RequestOrigin>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler>(provider => provider.GetRequiredService<Refusals>());
        services.AddSingleton<IAuthorizationHandler, SteeringHandler>();
        services.AddAuthentication(CallerAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, CallerAuthentication>(CallerAuthentication.SchemeName, null);
        services.AddAuthorizationBuilder()
            .SetDefaultPolicy(Require(forReadsToo: false))
            .SetFallbackPolicy(Require(forReadsToo: false))
            .AddPolicy(Steer, Require(forReadsToo: true));
        return services;
    }

    /// <summary>Checks every request before any other processing, even requests to no endpoint.</summary>
    public static WebApplication UseAccess(this WebApplication application)
    {
        var origin = application.Services.GetRequiredService<RequestOrigin>();
        application.Use(next => context => origin.CheckAsync(context, next));
        application.UseRouting();
        application.UseAuthentication();
        application.UseAuthorization();
        return application;
    }

    private static AuthorizationPolicy Require(bool forReadsToo) =>
        new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(new SteeringRequirement(forReadsToo)).Build();
}
